"""Counting back from the day a project wants to open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.backward_schedule import StageNeed, schedule
from approvals.domain.legal_days import NOTICE_WD
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv
from tests.building.tree import ROOT

CALENDAR = WorkingCalendar(
    parse_calendar_csv((ROOT / "departments/data/calendar-2004-2026.csv").read_text(encoding="utf-8"))
)
MONDAY = date(2025, 3, 3)


def test_the_last_day_leaves_every_organ_all_its_time() -> None:
    found = schedule([StageNeed("S1", 20)], date(2025, 6, 30), MONDAY, CALENDAR)
    (row,) = found.stages
    assert row.ends_by == date(2025, 6, 27)
    admitted = CALENDAR.add(row.file_by, NOTICE_WD)
    assert CALENDAR.add(admitted, 20) == row.ends_by
    assert found.late_wd == 0


def test_the_owner_s_own_days_are_consecutive_and_lie_before_the_stage() -> None:
    needs = [StageNeed("S3", 12), StageNeed("S4", 15, own_days=90)]
    third, fourth = schedule(needs, date(2025, 12, 31), MONDAY, CALENDAR).stages
    assert timedelta(90) <= fourth.file_by - third.ends_by <= timedelta(98)
    assert CALENDAR.is_working(third.ends_by)


def test_a_stage_that_ended_takes_no_time_and_is_not_listed() -> None:
    needs = [StageNeed("S1", 20, is_done=True), StageNeed("S2", 15)]
    assert [row.code for row in schedule(needs, date(2025, 6, 30), MONDAY, CALENDAR).stages] == ["S2"]


def test_with_nothing_ahead_it_can_open_today() -> None:
    found = schedule([StageNeed("S1", 20, is_done=True)], date(2025, 3, 10), MONDAY, CALENDAR)
    assert (found.stages, found.earliest_on, found.late_wd) == ((), MONDAY, 0)


def test_a_day_that_has_passed_is_told_as_negative_slack_with_the_earliest_opening() -> None:
    found = schedule([StageNeed("S1", 20)], date(2025, 3, 17), MONDAY, CALENDAR)
    assert found.stages[0].slack_wd < 0
    assert found.earliest_on == CALENDAR.add(MONDAY, 25) + timedelta(days=1)
    assert found.late_wd == CALENDAR.count_between(date(2025, 3, 14), CALENDAR.add(MONDAY, 25))


def test_what_is_being_handled_counts_to_its_own_due_day() -> None:
    handled = StageNeed("S1", 20, due_on=date(2025, 3, 14))
    found = schedule([handled, StageNeed("S2", 15)], date(2025, 6, 30), MONDAY, CALENDAR)
    first, second = found.stages
    assert first.slack_wd == CALENDAR.count_between(date(2025, 3, 14), first.ends_by)
    assert first.ends_by == second.file_by
    assert found.earliest_on == CALENDAR.add(date(2025, 3, 14), NOTICE_WD + 15) + timedelta(days=1)


def test_an_opening_on_a_sunday_needs_the_results_on_the_friday() -> None:
    today = CALENDAR.subtract(date(2025, 6, 27), NOTICE_WD + 10)
    found = schedule([StageNeed("S1", 10)], date(2025, 6, 29), today, CALENDAR)
    assert (found.stages[0].slack_wd, found.late_wd, found.earliest_on) == (0, 0, date(2025, 6, 28))


@pytest.mark.parametrize("own_days", [0, 1, 40])
@given(
    limits=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    opens=st.dates(date(2025, 6, 1), date(2026, 6, 1)),
    today=st.dates(date(2025, 1, 2), date(2026, 1, 1)),
)
def test_backwards_and_forwards_agree_whether_the_day_can_be_kept(
    limits: list[int], opens: date, today: date, own_days: int
) -> None:
    """Filing on the last day keeps the opening; the walk forwards is late exactly when a first day has passed."""
    needs = [StageNeed(f"S{at}", wd, own_days if at else 0) for at, wd in enumerate(limits)]
    found = schedule(needs, opens, today, CALENDAR)
    assert (found.late_wd > 0) == (CALENDAR.next_working(today) > found.stages[0].file_by)
