"""When a hearing may be asked for, called and held (行政许可法 46-48); days of the law are working days (82)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from approvals.domain.letters.hearings import AHEAD_WORKING_DAYS
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import RUNNING, TrackState
from departments.domain.working_calendar import WorkingCalendar

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
