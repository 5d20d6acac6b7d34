"""A long statement stays readable: months, runs of one reason, and nothing about today hidden."""

from __future__ import annotations

import datetime as dt

from app.web.days.months import months
from approvals.domain.clock_facts import Limit, PauseFact, TrackFacts
from approvals.domain.day_statement import both_statements
from departments.domain.working_calendar import DayEntry, WorkingCalendar

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 3, 9)
HOLIDAY = [DayEntry(dt.date(2026, 5, day), False, "劳动节", "国办发明电〔2025〕7号") for day in range(1, 6)]
CALENDAR = WorkingCalendar(HOLIDAY)


def test_every_day_of_a_year_of_pauses_is_in_exactly_one_row() -> None:
    pause = PauseFact(MONDAY + 2 * DAY, MONDAY + 300 * DAY, kind="EXPERT_REVIEW", letter_no="章审特〔2026〕1号")
    facts = TrackFacts(MONDAY, MONDAY, Limit(10), 5, (pause,))
    today = MONDAY + 100 * DAY
    days = both_statements(facts, CALENDAR, today)
    found = months(days, today)
    assert [pair.day for month in found for row in month.rows for pair in row.pairs] == [pair.day for pair in days]
    assert sum(len(month.rows) for month in found) < len(days) / 8
    assert all(month.counted + month.skipped == sum(len(row.pairs) for row in month.rows) for month in found)
    assert [month.first.month for month in found if month.is_open] == [6, 1]  # today, and what falls due
    assert all(row.first.day != today or not row.is_run for month in found for row in month.rows)


def test_a_holiday_is_one_row_and_a_weekend_two() -> None:
    facts = TrackFacts(dt.date(2026, 4, 20), dt.date(2026, 4, 20), Limit(15), None)
    (_, may) = months(both_statements(facts, CALENDAR, dt.date(2026, 4, 21)), dt.date(2026, 4, 21))
    assert [len(row.pairs) for row in may.rows if row.is_run] == [5]
    assert may.rows[0].first.day == dt.date(2026, 5, 1) and may.rows[0].last.day == dt.date(2026, 5, 5)


def test_a_short_statement_stands_open() -> None:
    facts = TrackFacts(MONDAY, MONDAY, Limit(20), 5)
    found = months(both_statements(facts, CALENDAR, MONDAY), MONDAY)
    assert all(month.is_open for month in found) and len(found) == 2
    assert months((), MONDAY) == ()
