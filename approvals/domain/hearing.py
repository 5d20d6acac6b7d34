"""When a hearing may be asked for, called and held (行政许可法 46-48); days of the law are working days (82)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from approvals.domain.letters.hearings import AHEAD_WORKING_DAYS
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import RUNNING, TrackState
from approvals.domain.track_flow import FLOW
from departments.domain.working_calendar import WorkingCalendar

INTENDED = ("revoke", "recall", "terminate")
"""What is taken from somebody: intended, told with its reasons, answered, and only then decided (行政许可法 7)."""
OFFERED_IN = RUNNING - {TrackState.PROPOSED}
"""Before anything is proposed: what waits for a signature goes back to the examiner first."""


@dataclass(frozen=True, kw_only=True)
class Convened:
    """Time (UTC), place and chair of a hearing; a closed one says why."""

    held_at: dt.datetime
    place: str
    chair: str
    chair_unit: str = ""
    is_public: bool = True
    closed_because: str = ""


def stands(act: str, state: TrackState) -> bool:
    """Whether what was told may still come: the intended act in this state, or any decision on an item in hand."""
    return (state, act) in FLOW if act else state in RUNNING


def may_still_ask(ask_by: dt.date, asked_on: dt.date | None, today: dt.date) -> None:
    """Raise Refusal 'hearing_asked_already' or 'hearing_too_late'."""
    if asked_on is not None:
        raise Refusal("hearing_asked_already")
    if today > ask_by:
        raise Refusal("hearing_too_late", ask_by=ask_by)


def check_convened(
    convened: Convened,
    *,
    held_on: dt.date,
    hold_by: dt.date,
    examiners: Collection[str],
    calendar: WorkingCalendar,
    today: dt.date,
) -> None:
    """Raise Invalid where words are missing, the chair examined the matter, or the day is too early, too late or no
    working day. When the notice allows no day within the limit any more, the first one that it allows is the last."""
    errors: dict[str, tuple[str, dict[str, object]]] = {
        name: ("required", {}) for name in ("place", "chair") if not getattr(convened, name).strip()
    }
    if not convened.is_public and not convened.closed_because.strip():
        errors["closed_because"] = ("required", {})
    if convened.chair.strip() in examiners:
        errors["chair"] = ("chair_examined", {})
    first_on = calendar.add(today, AHEAD_WORKING_DAYS)
    if not calendar.is_working(held_on):
        errors["held_at"] = ("hearing_on_holiday", {})
    elif held_on < first_on:
        errors["held_at"] = ("hearing_too_early", {"first_on": first_on})
    elif held_on > max(hold_by, first_on):
        errors["held_at"] = ("hearing_beyond_limit", {"hold_by": max(hold_by, first_on)})
    if errors:
        raise Invalid(errors)


def heard_words(told_on: dt.date, answered_on: dt.date | None, answer: str, minutes: str) -> str:
    """When the holder was told of what is intended, and what it said or did not: Chinese, for the decision."""
    told = f"{_day(told_on)}告知你单位享有陈述、申辩和要求听证的权利"
    if answered_on is not None:
        return f"{told}；{_day(answered_on)}你单位提出：{answer}"
    if minutes:
        return f"{told}；已经举行听证：{minutes}"
    return f"{told}；你单位没有提出意见，也没有要求听证。"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
