"""The counting under the clock: positions, stops in any order, and what a stop begun too late takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from approvals.domain.day_count import DayCount, union
from departments.domain.catalogue_words import Unit
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
ZERO = date(2025, 3, 3)  # a Monday
DAY = timedelta(days=1)
MESS = [
    (date(2025, 3, 12), date(2025, 3, 14)),
    (date(2025, 3, 1), date(2025, 3, 5)),
    (date(2025, 3, 13), date(2025, 3, 18)),
    (date(2025, 3, 18), date(2025, 3, 19)),
    (date(2025, 3, 20), date(2025, 3, 20)),
]
IN_ORDER = ((date(2025, 3, 4), date(2025, 3, 5)), (date(2025, 3, 12), date(2025, 3, 19)))


def test_a_union_is_sorted_apart_after_day_zero_and_without_empty_spans() -> None:
    assert union(MESS, ZERO) == IN_ORDER
    assert DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO, MESS).spans == IN_ORDER
    assert DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO).spans == ()


@pytest.mark.parametrize(("unit", "taken"), [(Unit.WORKING_DAYS, (1, 5)), (Unit.NATURAL_DAYS, (1, 7))])
def test_a_stop_takes_the_days_of_the_unit_that_lie_in_it(unit: Unit, taken: tuple[int, int]) -> None:
    count = DayCount(CALENDAR, unit, ZERO, MESS)
    assert count.stops == tuple((start, end, days) for (start, end), days in zip(IN_ORDER, taken, strict=True))
    assert [count.excluded(day) for day in (ZERO, date(2025, 3, 4), date(2025, 3, 12), date(2025, 3, 31))] == [
        0, 1, 2, sum(taken),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", Unit)
def test_each_day_is_numbered_as_the_count_of_the_days_before_it_says(unit: Unit) -> None:
    count, seen = DayCount(CALENDAR, unit, ZERO, MESS), 0
    for day in (ZERO + DAY * step for step in range(1, 40)):
        stopped = any(start <= day < end for start, end in MESS)
        counts = not stopped and (unit is Unit.NATURAL_DAYS or CALENDAR.is_working(day))
        seen += counts
        assert (count.number(day), count.used(day), count.stopped(day)) == (seen if counts else None, seen, stopped)
        assert not counts or count.nth(seen) == day
    assert (count.number(ZERO), count.number(ZERO - DAY), count.used(ZERO - DAY)) == (0, None, 0)


def test_between_a_day_and_an_earlier_one_there_is_nothing() -> None:
    count = DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO)
    assert count.between(ZERO, ZERO + 4 * DAY) == 4
    assert count.between(ZERO + 4 * DAY, ZERO) == count.between(ZERO, ZERO) == 0


def test_only_stops_begun_after_the_due_day_are_void() -> None:
    count = DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO, MESS)
    assert count.up_to(date(2025, 3, 20)) is count
    assert count.up_to(date(2025, 3, 12)).spans == (IN_ORDER[0], (date(2025, 3, 12), date(2025, 3, 14)))
    assert count.up_to(ZERO).spans == IN_ORDER[:1]


def test_whether_a_stop_goes_beyond_a_day_is_known_by_its_position() -> None:
    count = DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO, MESS[:2])
    eve = count.position(date(2025, 3, 11))
    assert (count.is_open_after(eve), count.is_open_after(eve + 1)) == (True, False)
    assert not DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO).is_open_after(0)


def test_a_limit_ends_on_a_day_with_a_position_and_so_many_days_taken() -> None:
    count = DayCount(CALENDAR, Unit.WORKING_DAYS, ZERO, MESS)
    due = date(2025, 3, 19)
    assert count.end(6) == (due, count.position(due), 6)
    told = date(2025, 3, 22)  # a Saturday
    monday = date(2025, 3, 24)
    assert count.end(6, floor=told) == (monday, count.position(monday), 6)
    assert count.end(6, floor=due) == count.end(6, floor=ZERO) == count.end(6)
