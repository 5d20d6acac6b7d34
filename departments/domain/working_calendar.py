"""On which days the law's working days fall (《国务院办公厅关于节假日安排的通知》, one a year).

Published years come as entries; every other year is *provisional*: weekends, and the statutory holidays that
have a fixed Gregorian date (《全国年节及纪念日放假办法》, 2024 text). A provisional day may move when its notice appears.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum
from functools import cache
from itertools import accumulate, compress

FIXED_HOLIDAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
SATURDAY = 5
YEARS_AHEAD = 3
LONGEST_TABLE = 100
LAST_DAY = date.max.toordinal()
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CSV_HEADER = ("day", "is_working", "name", "notice")


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day as a notice (or a local order) has it; ``notice`` is its document number, empty when not known."""

    day: date
    is_working: bool
    name: str
    notice: str


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day counts or not. ``name`` is the holiday that it belongs to, also for a make-up working day."""

    kind: DayKind
    name: str
    notice: str
    provisional: bool


class CalendarRejected(ValueError):
    """A calendar file that cannot be read: (line number from 1, what is wrong) for every bad line; nothing is used."""

    def __init__(self, problems: Iterable[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"line {line}: {problem}" for line, problem in self.problems))


class WorkingCalendar:
    """Built once from the published entries; every question is answered by arithmetic and a bisection, without walking.

    `published` names the years whose notice is known; without it, every year that has an entry. They may differ: the
    notice of one year can set days at the end of the year before. Of two entries for one day the later wins.
    """

    def __init__(self, entries: Iterable[DayEntry], published: Iterable[int] | None = None) -> None:
        self._entries: Mapping[date, DayEntry] = {entry.day: entry for entry in entries}
        years = (day.year for day in self._entries) if published is None else published
        self.published_years = frozenset(years)
        shifts = {day.toordinal(): entry.is_working - _is_weekday(day) for day, entry in self._entries.items()}
        set_alone = {day for day in shifts if date.fromordinal(day).year not in self.published_years}
        for holiday in {*_fixed_weekdays(self.published_years), *set_alone.intersection(_fixed_weekday_holidays())}:
            shifts[holiday] = shifts.get(holiday, 0) + 1
        self._shift_days = sorted(shifts)
        self._shift_sums = [0, *accumulate(shifts[day] for day in self._shift_days)]
        self._first, self._sums = 0, [0]
        self._days: list[date] = []
        if self.published_years:
            self._tabulate(min(self.published_years) - 1, max(self.published_years) + YEARS_AHEAD)
        self._before = self._sums[0]

    def _tabulate(self, first_year: int, last_year: int) -> None:
        """Count these years once, day by day: nearly every question is about them, and a table answers it at once."""
        first = date(max(first_year, 1), 1, 1).toordinal()
        last = date(min(last_year, first_year + LONGEST_TABLE, MAXYEAR), 12, 31).toordinal()
        days = list(map(date.fromordinal, range(first, last + 1)))
        worked = bytes(map(self.is_working, days))
        self._first, self._days = first - 1, list(compress(days, worked))
        self._sums = list(accumulate(worked, initial=self._count(first - 1)))

    def is_working(self, day: date) -> bool:
        index = day.toordinal() - self._first
        if 0 < index < len(self._sums):
            return self._sums[index] > self._sums[index - 1]
        entry = self._entries.get(day)
        return entry.is_working if entry else _is_weekday(day) and not self._fixed_holiday(day)

    def is_provisional(self, day: date) -> bool:
        return day.year not in self.published_years

    def entry(self, day: date) -> DayEntry | None:
        """What a notice says of this very day, or None."""
        return self._entries.get(day)

    def why(self, day: date) -> DayReason:
        """Weekend, holiday, make-up day or plain working day, with the name and the notice that make it one."""
        entry, provisional = self._entries.get(day), self.is_provisional(day)
        weekday = _is_weekday(day)
        if entry is not None and entry.is_working:
            kind = DayKind.WORKING if weekday else DayKind.MAKE_UP
            return DayReason(kind, entry.name, entry.notice, provisional)
        if entry is not None:
            return DayReason(DayKind.HOLIDAY, entry.name, entry.notice, provisional)
        if holiday := self._fixed_holiday(day):
            return DayReason(DayKind.HOLIDAY, holiday, "", provisional)
        return DayReason(DayKind.WORKING if weekday else DayKind.WEEKEND, "", "", provisional)

    def position(self, day: date) -> int:
        """How many working days there are from 0001-01-01 to this day, both included."""
        index = day.toordinal() - self._first
        if 0 <= index < len(self._sums):
            return self._sums[index]
        return self._count(index + self._first)

    def before(self, day: date) -> int:
        """How many working days there are from 0001-01-01 to the eve of this day."""
        index = day.toordinal() - self._first - 1
        if 0 <= index < len(self._sums):
            return self._sums[index]
        return self._count(index + self._first)

    def at(self, position: int) -> date:
        """The working day with this position. OverflowError before the year 1 and past the year 9999."""
        index = position - self._before - 1
        if 0 <= index < len(self._days):
            return self._days[index]
        found = bisect_left(range(LAST_DAY + 1), position, lo=1, key=self._count)
        if found > LAST_DAY or position < 1:
            raise OverflowError("the day lies outside the years 1 to 9999")
        return date.fromordinal(found)

    def count_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; 0 when ``until`` is not later."""
        return max(0, self.position(until) - self.position(after))

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day strictly after ``day``; the day itself for 0. OverflowError past the year 9999."""
        if working_days <= 0:
            if working_days == 0:
                return day
            raise ValueError("working days are counted forwards only")
        return self.at(self.position(day) + working_days)

    def subtract(self, day: date, working_days: int) -> date:
        """The n-th working day strictly before ``day``; the day itself for 0. From a working day it undoes ``add``."""
        if working_days <= 0:
            if working_days == 0:
                return day
            raise ValueError("working days are counted in one direction only")
        return self.at(self.position(day) + (not self.is_working(day)) - working_days)

    def next_working(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        return day if self.is_working(day) else self.add(day, 1)

    def _fixed_holiday(self, day: date) -> str:
        if not self.is_provisional(day) or day in self._entries:
            return ""
        return FIXED_HOLIDAYS.get((day.month, day.day), "")

    def _count(self, ordinal: int) -> int:
        """Working days from 0001-01-01 (a Monday) to this day, both included."""
        weeks, rest = divmod(ordinal, 7)
        weekdays = weeks * 5 + min(rest, SATURDAY)
        shifted = self._shift_sums[bisect_right(self._shift_days, ordinal)]
        return weekdays - bisect_right(_fixed_weekday_holidays(), ordinal) + shifted


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


@cache
def _fixed_weekday_holidays() -> tuple[int, ...]:
    """What every year takes away while it is unpublished; a published year gives its share back."""
    return tuple(_fixed_weekdays(range(1, MAXYEAR + 1)))


def _fixed_weekdays(years: Iterable[int]) -> Iterator[int]:
    """The fixed holidays of these years that fall from Monday to Friday, as ordinals."""
    days = (date(year, month, day) for year in years for month, day in FIXED_HOLIDAYS)
    return (day.toordinal() for day in days if _is_weekday(day))


def parse_calendar_csv(text: str) -> tuple[DayEntry, ...]:
    """Entries of a file with the columns day (2026-02-16), is_working (1 or 0), name, notice; a day may stand once.

    Raises ``CalendarRejected`` with every bad line.
    """
    problems: list[tuple[int, str]] = []
    entries: dict[date, DayEntry] = {}
    rows = _rows(text)
    if tuple(next(rows, (1, []))[1]) != CSV_HEADER:
        raise CalendarRejected([(1, f"the columns are {','.join(CSV_HEADER)}")])
    for line, row in rows:
        try:
            entry = _entry(row)
        except ValueError as wrong:
            problems.append((line, str(wrong)))
            continue
        if entry.day in entries:
            problems.append((line, f"{entry.day} stands twice"))
        entries[entry.day] = entry
    if problems:
        raise CalendarRejected(problems)
    return tuple(sorted(entries.values(), key=lambda entry: entry.day))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its line number; a file that is no CSV at all ends the reading."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        yield from ((reader.line_num, row) for row in reader if row)
    except csv.Error as wrong:
        raise CalendarRejected([(reader.line_num, str(wrong))]) from wrong


def _entry(row: list[str]) -> DayEntry:
    if len(row) != len(CSV_HEADER):
        raise ValueError(f"expected {len(CSV_HEADER)} columns, found {len(row)}")
    day, is_working, name, notice = (cell.strip() for cell in row)
    if is_working not in ("0", "1"):
        raise ValueError(f"is_working is 1 or 0, not {is_working!r}")
    if not _ISO_DAY.fullmatch(day):
        raise ValueError(f"a day is written 2026-02-16, not {day!r}")
    return DayEntry(date.fromisoformat(day), is_working == "1", name, notice)
