"""Working days by arithmetic must equal working days counted one by one, in published and in unpublished years."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from departments.domain.working_calendar import (
    FIXED_HOLIDAYS,
    CalendarRejected,
    DayEntry,
    DayKind,
    DayReason,
    WorkingCalendar,
    parse_calendar_csv,
)

FILE = Path(__file__).parents[3] / "departments" / "data" / "calendar-2004-2026.csv"
ENTRIES = parse_calendar_csv(FILE.read_text(encoding="utf-8"))
CALENDAR = WorkingCalendar(ENTRIES)
HEADER = "day,is_working,name,notice\n"
DAY = timedelta(days=1)
DAYS = st.dates(date(2003, 1, 1), date(2030, 12, 31))


def test_every_day_of_the_published_years_is_what_the_notices_made_it() -> None:
    day, wrong = date(2004, 1, 1), []
    while day <= date(2026, 12, 31):
        if CALENDAR.is_working(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += DAY
    assert wrong == []


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_fact_sheet_says(year: int, working_days: int) -> None:
    assert CALENDAR.count_between(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


@given(day=DAYS, working_days=st.integers(0, 90))
def test_adding_equals_walking_from_working_day_to_working_day(day: date, working_days: int) -> None:
    walked, left = day, working_days
    while left:
        walked += DAY
        left -= CALENDAR.is_working(walked)
    assert CALENDAR.add(day, working_days) == walked


@given(after=DAYS, length=st.integers(-40, 200))
def test_counting_equals_looking_at_each_day(after: date, length: int) -> None:
    until = after + timedelta(days=length)
    seen = sum(CALENDAR.is_working(after + timedelta(days=n)) for n in range(1, length + 1))
    assert CALENDAR.count_between(after, until) == seen


@given(
    day=st.dates(date(2024, 12, 1), date(2026, 2, 1)),
    changed=st.dictionaries(st.dates(date(2024, 12, 1), date(2026, 2, 1)), st.booleans(), max_size=30),
    working_days=st.integers(1, 40),
)
def test_any_set_of_entries_is_counted_as_it_is_read(day: date, changed: dict[date, bool], working_days: int) -> None:
    calendar = WorkingCalendar(DayEntry(each, is_working, "", "") for each, is_working in changed.items())
    due = calendar.add(day, working_days)
    assert calendar.is_working(due)
    assert sum(calendar.is_working(day + timedelta(days=n)) for n in range(1, (due - day).days + 1)) == working_days
    assert calendar.count_between(day, due) == working_days


@settings(max_examples=25)
@given(day=DAYS, working_days=st.integers(1, 1_000_000))
def test_a_large_number_of_days_lands_on_the_day_that_counts_back_to_it(day: date, working_days: int) -> None:
    due = CALENDAR.add(day, working_days)
    assert CALENDAR.is_working(due)
    assert CALENDAR.count_between(day, due) == working_days


def test_no_day_added_is_the_day_itself_even_when_it_is_off() -> None:
    assert CALENDAR.add(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_past_the_last_day_of_all_calendars_it_says_so() -> None:
    with pytest.raises(OverflowError):
        CALENDAR.add(date(9999, 12, 30), 20)
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add(date(2026, 1, 5), -1)


def test_the_next_working_day_is_the_day_itself_when_it_counts() -> None:
    assert CALENDAR.next_working(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.next_working(date(2026, 2, 15)) == date(2026, 2, 24)


def test_beyond_the_last_notice_weekends_and_fixed_holidays_are_off_and_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    for year in (2003, 2027, 2028, 2100):
        day = date(year, 1, 1)
        while day.year == year:
            assert CALENDAR.is_provisional(day)
            expected = day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS
            assert CALENDAR.is_working(day) is expected
            day += DAY


def test_every_day_can_say_why_it_counts() -> None:
    plain = CALENDAR.why(date(2025, 3, 4))
    assert (plain.kind, plain.provisional) == (DayKind.WORKING, False)
    assert CALENDAR.why(date(2025, 3, 8)).kind is DayKind.WEEKEND
    spring = CALENDAR.why(date(2025, 1, 28))
    assert (spring.kind, spring.name, spring.notice) == (DayKind.HOLIDAY, "春节", "国办发明电〔2024〕12号")
    make_up = CALENDAR.why(date(2025, 1, 26))
    assert (make_up.kind, make_up.name) == (DayKind.MAKE_UP, "春节")
    later = CALENDAR.why(date(2027, 10, 1))
    assert (later.kind, later.name, later.provisional) == (DayKind.HOLIDAY, "国庆节", True)


def test_before_a_day_there_are_as_many_as_through_it_without_itself() -> None:
    outside = [date(2, 1, 1), date(1999, 12, 31), date(2031, 1, 1), date.max]
    edges = [date(year, 1, 1) + DAY * step for year in (2003, 2004, 2030, 2031) for step in range(-3, 4)]
    for day in [*outside, *edges, *(date(2026, 2, 10) + DAY * step for step in range(20))]:
        assert CALENDAR.before(day) == CALENDAR.position(day) - CALENDAR.is_working(day) == CALENDAR.position(day - DAY)
    assert CALENDAR.before(date.min) == WorkingCalendar([]).before(date.min) == 0


def test_a_notice_for_the_very_first_or_last_year_is_a_calendar_as_any() -> None:
    ends = WorkingCalendar(DayEntry(day, False, "", "") for day in (date(9999, 12, 31), date(1, 1, 2)))
    assert not ends.is_working(date(9999, 12, 31)) and ends.next_working(date(1, 1, 1)) == date(1, 1, 1)
    last = WorkingCalendar([DayEntry(date(9999, 12, 31), False, "", "")])
    assert (last.count_between(date(9999, 12, 29), date(9999, 12, 31)), last.is_provisional(date.max)) == (1, False)


def test_a_later_entry_for_the_same_day_wins() -> None:
    local = DayEntry(date(2026, 3, 4), False, "区政府决定", "")
    calendar = WorkingCalendar([*ENTRIES, DayEntry(local.day, True, "", ""), local])
    assert calendar.why(local.day).name == "区政府决定"
    assert calendar.count_between(date(2026, 3, 3), date(2026, 3, 4)) == 0


def test_a_bad_file_is_refused_with_every_bad_line() -> None:
    text = (
        HEADER
        + "2026-02-30,0,春节,\n20260216,0,春节,\n2026-02-16,no,春节,\n2026-02-16,0\n2026-02-17,0,春节,\n2026-02-17,1,,\n"
    )
    with pytest.raises(CalendarRejected) as refused:
        parse_calendar_csv(text)
    assert [line for line, _ in refused.value.problems] == [2, 3, 4, 5, 7]


@given(st.text())
def test_whatever_the_file_holds_only_a_refusal_comes_out(text: str) -> None:
    for candidate in (text, HEADER + text):
        try:
            parse_calendar_csv(candidate)
        except CalendarRejected as refused:
            assert refused.problems


def test_a_day_set_by_the_next_years_notice_does_not_publish_its_own_year() -> None:
    entries = [DayEntry(date(2027, 12, 31), False, "元旦", "n"), DayEntry(date(2028, 1, 3), False, "元旦", "n")]
    calendar = WorkingCalendar(entries, published=[2028])
    assert not calendar.is_working(date(2027, 12, 31))
    assert calendar.is_provisional(date(2027, 12, 31)) and not calendar.is_provisional(date(2028, 1, 3))
    assert not calendar.is_working(date(2027, 10, 1))


@pytest.mark.parametrize("is_working", [True, False])
def test_a_day_set_in_a_year_without_a_notice_counts_as_it_says(is_working: bool) -> None:
    day = date(2027, 10, 1)
    calendar = WorkingCalendar([DayEntry(day, is_working, "", "local")], published=[])
    assert calendar.is_working(day) is is_working
    assert calendar.count_between(day - DAY, day) == is_working


def test_every_kind_of_day_is_told_with_its_name_its_notice_and_whether_it_may_move() -> None:
    notice, local = "国办发明电〔2024〕12号", DayEntry(date(2030, 1, 1), True, "区政府决定", "甲")
    off = DayEntry(date(2030, 1, 3), False, "区政府决定", "乙")
    calendar = WorkingCalendar([*ENTRIES, local, off], published=CALENDAR.published_years)
    told = {
        date(2025, 3, 4): DayReason(DayKind.WORKING, "", "", False),
        date(2025, 3, 8): DayReason(DayKind.WEEKEND, "", "", False),
        date(2025, 1, 28): DayReason(DayKind.HOLIDAY, "春节", notice, False),
        date(2025, 1, 26): DayReason(DayKind.MAKE_UP, "春节", notice, False),
        date(2027, 10, 1): DayReason(DayKind.HOLIDAY, "国庆节", "", True),
        date(2027, 10, 4): DayReason(DayKind.WORKING, "", "", True),
        date(2027, 10, 9): DayReason(DayKind.WEEKEND, "", "", True),
        date(2030, 1, 1): DayReason(DayKind.WORKING, "区政府决定", "甲", True),
        date(2030, 1, 3): DayReason(DayKind.HOLIDAY, "区政府决定", "乙", True),
    }
    assert {day: calendar.why(day) for day in told} == told
    assert [calendar.is_working(day) for day in told] == [
        reason.kind in (DayKind.WORKING, DayKind.MAKE_UP) for reason in told.values()
    ]
    assert calendar.entry(local.day) == local and calendar.entry(date(2025, 3, 4)) is None


def test_a_file_is_read_as_it_stands_in_any_order() -> None:
    text = "\ufeff" + HEADER + '2026-02-17,0,"春节, 初一",丙\r\n\r\n 2026-02-14 , 1 , 春节 , 丙 \n'
    assert parse_calendar_csv(text) == (
        DayEntry(date(2026, 2, 14), True, "春节", "丙"),
        DayEntry(date(2026, 2, 17), False, "春节, 初一", "丙"),
    )


def test_every_problem_of_a_file_is_told_in_words_with_its_line() -> None:
    text = HEADER + "2026-02-30,0,,\n20260216,0,,\n2026-02-16,no,,\n2026-02-16,0\n2026-02-17,0,,\n2026-02-17,1,,\n"
    with pytest.raises(CalendarRejected) as refused:
        parse_calendar_csv(text)
    assert refused.value.problems == (
        (2, "day is out of range for month"),
        (3, "a day is written 2026-02-16, not '20260216'"),
        (4, "is_working is 1 or 0, not 'no'"),
        (5, "expected 4 columns, found 2"),
        (7, "2026-02-17 stands twice"),
    )
    assert str(refused.value).splitlines()[0] == "line 2: day is out of range for month"
    assert len(str(refused.value).splitlines()) == 5
    for empty in ("", "day\n"):
        with pytest.raises(CalendarRejected) as refused:
            parse_calendar_csv(empty)
        assert refused.value.problems == ((1, "the columns are day,is_working,name,notice"),)


def test_a_file_that_is_no_csv_is_refused_with_what_is_wrong() -> None:
    with pytest.raises(CalendarRejected) as refused:
        parse_calendar_csv(HEADER + "2026-02-16,0," + "节" * 200_000)
    ((line, problem),) = refused.value.problems
    assert (line, problem) == (2, "field larger than field limit (131072)")


@pytest.mark.parametrize("years", [{2020}, {2004, 2120}, {1, 9999}, set()], ids=str)
def test_the_table_of_days_and_the_arithmetic_beyond_it_are_one_calendar(years: set[int]) -> None:
    entries = [DayEntry(date(year, 5, 6), False, "", "") for year in years]
    calendar = WorkingCalendar(entries)
    for year in (1990, 2018, 2019, 2023, 2024, 2104, 2105, 2130):
        first = date(year, 12, 25)
        for length in range(1, 20):
            last = first + timedelta(days=length)
            seen = sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, length + 1))
            assert calendar.count_between(first, last) == seen == calendar.position(last) - calendar.position(first)
            if calendar.is_working(last):
                assert calendar.at(calendar.position(last)) == last == calendar.add(first, seen)


def test_no_position_lies_before_the_first_day_or_after_the_last() -> None:
    assert CALENDAR.at(1) == date(1, 1, 2), "the first of January is a holiday in every year"
    assert CALENDAR.at(CALENDAR.position(date.max)) == date(9999, 12, 31)
    for position in (0, -5, CALENDAR.position(date.max) + 1, 10**20):
        with pytest.raises(OverflowError, match="years 1 to 9999"):
            CALENDAR.at(position)
