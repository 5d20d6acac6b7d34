"""Which commitments are verified after a grant, and what becomes of a false one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from approvals.domain.commitment import after_verdict, excused_until
from approvals.domain.commitment_checks import FULL, SPOT, conclude, kind_of_check, rectify_day
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState, VerificationState
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv

DATA = Path(__file__).parents[3] / "departments" / "data"
CALENDAR = WorkingCalendar(parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8")))
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def test_all_are_verified_or_a_share_that_can_be_drawn_again() -> None:
    assert kind_of_check("370114-1", 7, 100) == FULL
    drawn = [kind_of_check("370114-1", line, 20) for line in range(2_000)]
    assert drawn == [kind_of_check("370114-1", line, 20) for line in range(2_000)]
    assert set(drawn) == {SPOT, None} and 340 < drawn.count(SPOT) < 460
    again = [kind_of_check("370114-1", line, 40) for line in range(2_000)]
    assert all(more == SPOT for less, more in zip(drawn, again, strict=True) if less == SPOT)


@pytest.mark.parametrize(
    ("is_accepted", "today", "state"),
    [(True, TUESDAY, LineState.KEPT), (False, MONDAY, LineState.OPEN), (False, TUESDAY, LineState.BROKEN)],
)
def test_a_paper_that_does_not_pass_is_owed_again_while_there_is_time(
    is_accepted: bool, today: date, state: LineState
) -> None:
    assert after_verdict(MONDAY, today, is_accepted=is_accepted) is state


def test_force_majeure_gives_a_broken_line_a_day_within_the_limit() -> None:
    assert excused_until(LineState.BROKEN, TUESDAY, MONDAY, 20, CALENDAR) == TUESDAY
    for state, day, code in [
        (LineState.OPEN, TUESDAY, "promise_not_broken"),
        (LineState.BROKEN, MONDAY, "excuse_too_early"),
        (LineState.BROKEN, date(2026, 6, 1), "excuse_too_late"),
    ]:
        with pytest.raises(Refusal, match=code):
            excused_until(state, day, MONDAY, 20, CALENDAR)


def test_the_day_to_rectify_by_lies_after_today_and_within_the_limit() -> None:
    assert rectify_day(TUESDAY, MONDAY, 15, CALENDAR) == TUESDAY
    for day in (None, MONDAY, date(2026, 4, 30)):
        with pytest.raises(Refusal, match="rectify_day_wrong"):
            rectify_day(day, MONDAY, 15, CALENDAR)


def test_a_time_that_was_given_is_let_run_out() -> None:
    rectifying = VerificationState.RECTIFYING
    assert conclude(rectifying, True, TUESDAY, MONDAY) is VerificationState.RECTIFIED
    assert conclude(rectifying, False, MONDAY, TUESDAY) is VerificationState.FALSE
    with pytest.raises(Refusal, match="rectify_running"):
        conclude(rectifying, False, TUESDAY, TUESDAY)
    with pytest.raises(Refusal, match="not_rectifying"):
        conclude(VerificationState.TRUE, True, TUESDAY, MONDAY)


def test_a_new_day_that_is_a_day_off_is_the_next_working_day() -> None:
    saturday, monday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=7)
    assert excused_until(LineState.BROKEN, saturday, MONDAY, 20, CALENDAR) == monday
    assert rectify_day(saturday, MONDAY, 15, CALENDAR) == monday
