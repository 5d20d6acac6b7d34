"""What a new calendar makes of the last day of a promise: never fewer working days than were promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from approvals.domain.calendar_moves import Change
from approvals.domain.legal_days import promise_due_on
from departments.domain.working_calendar import DayEntry, WorkingCalendar

ADMITTED = date(2026, 11, 2)
ENTRIES = [DayEntry(date(2026, 10, 1), False, "国庆节", "")]
BEFORE = WorkingCalendar(ENTRIES)
YEAR = 2026


def change(day: date, *, is_working: bool) -> Change:
    after = WorkingCalendar([*ENTRIES, DayEntry(day, is_working, "", "")])
    return Change(YEAR, BEFORE, after, ADMITTED, allow_earlier=True)


@pytest.mark.parametrize("deferral_wd, committed_wd", [(5, 20), (9, 3), (1, 1), (0, 4)])
@pytest.mark.parametrize("is_working", [True, False])
def test_a_promise_keeps_its_working_days_from_whatever_day_it_was_counted_from(
    deferral_wd: int, committed_wd: int, is_working: bool
) -> None:
    for later in range(12):
        counted_from = ADMITTED + timedelta(days=later)
        old_on = promise_due_on(counted_from, deferral_wd, committed_wd, BEFORE)
        for step in range(30):
            new = change(ADMITTED + timedelta(days=step), is_working=is_working)
            counted = new.recount_promise(ADMITTED, deferral_wd, committed_wd, old_on)
            assert counted >= promise_due_on(counted_from, deferral_wd, committed_wd, new.after)
            assert new.after.is_working(counted)
            if later == 0:
                assert counted == promise_due_on(ADMITTED, deferral_wd, committed_wd, new.after)


def test_it_comes_earlier_by_the_day_that_is_worked_within_it_alone() -> None:
    told = ADMITTED + timedelta(days=8)  # a Tuesday; the fifth working day after it is a Tuesday again
    old_on = promise_due_on(told, 5, 20, BEFORE)
    assert old_on == date(2026, 11, 17)
    within, before = date(2026, 11, 14), date(2026, 11, 8)
    assert change(within, is_working=True).recount_promise(ADMITTED, 5, 20, old_on) == date(2026, 11, 16)
    assert change(before, is_working=True).recount_promise(ADMITTED, 5, 20, old_on) == old_on
