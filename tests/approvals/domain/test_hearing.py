"""A hearing is asked for in time, told in time, held in time, and led by nobody who examined the matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from approvals.domain.hearing import Convened, check_convened, may_still_ask
from approvals.domain.refusals import Invalid, Refusal
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv
from tests.factories.main_job import DATA

CALENDAR = WorkingCalendar(parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8")))
TODAY, SEVENTH, HOLD_BY = dt.date(2026, 3, 9), dt.date(2026, 3, 18), dt.date(2026, 4, 7)


def errors(held_on: dt.date = SEVENTH, **changes: Any) -> dict[str, str]:
    words: dict[str, Any] = {"place": "听证室", "chair": "周", "held_at": dt.datetime(2026, 3, 18, 1, tzinfo=dt.UTC)}
    try:
        check_convened(
            Convened(**words | changes), held_on=held_on, hold_by=HOLD_BY, examiners=("陈",), calendar=CALENDAR,
            today=TODAY,
        )  # fmt: skip
    except Invalid as refused:
        return {name: code for name, (code, _) in refused.errors.items()}
    return {}


def test_seven_working_days_ahead_and_within_twenty() -> None:
    assert errors() == {} and errors(HOLD_BY) == {}
    assert errors(SEVENTH - dt.timedelta(days=1)) == {"held_at": "hearing_too_early"}
    assert errors(HOLD_BY + dt.timedelta(days=1)) == {"held_at": "hearing_beyond_limit"}
    assert errors(dt.date(2026, 3, 21)) == {"held_at": "hearing_on_holiday"}


def test_the_chair_has_not_examined_and_a_closed_hearing_says_why() -> None:
    assert errors(chair="陈") == {"chair": "chair_examined"}
    assert errors(is_public=False) == {"closed_because": "required"}
    assert errors(is_public=False, closed_because="涉及商业秘密") == {}
    assert errors(place=" ", chair="") == {"place": "required", "chair": "required"}


def test_it_may_be_asked_for_once_and_until_the_last_day() -> None:
    may_still_ask(TODAY, None, TODAY)
    with pytest.raises(Refusal, match="hearing_too_late"):
        may_still_ask(TODAY, None, TODAY + dt.timedelta(days=1))
    with pytest.raises(Refusal, match="hearing_asked_already"):
        may_still_ask(TODAY, TODAY, TODAY)
