"""A year as twelve small tables: every day with what it is, and under each month what its notice arranged."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from departments.domain.working_calendar import DayEntry, DayKind, WorkingCalendar

_WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True)
class Day:
    """One day of the table."""

    day: dt.date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Run:
    """Days in a row of one kind under one name."""

    first: dt.date
    last: dt.date
    kind: DayKind
    name: str

    @property
    def is_one(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday (None = a day of another month), with what is special in it."""

    first: dt.date
    weeks: tuple[tuple[Day | None, ...], ...]
    runs: tuple[Run, ...]
    working: int


def months(calendar: WorkingCalendar, year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(_month(calendar, year, month) for month in range(1, 13))


def entry_runs(entries: Sequence[DayEntry]) -> tuple[Run, ...]:
    """The entries of a notice, days off in a row put together across the weekend between them."""
    found: list[Run] = []
    for entry in sorted(entries, key=lambda one: one.day):
        kind = DayKind.MAKE_UP if entry.is_working else DayKind.HOLIDAY
        last = found[-1] if found else None
        near = last is not None and last.kind is kind and last.name == entry.name and kind is DayKind.HOLIDAY
        if last is not None and near and _joined(last.last, entry.day):
            found[-1] = Run(last.first, entry.day, kind, entry.name)
        else:
            found.append(Run(entry.day, entry.day, kind, entry.name))
    return tuple(found)


def _joined(before: dt.date, after: dt.date) -> bool:
    """Nothing but a weekend lies between."""
    between = ((before + dt.timedelta(days=step)).weekday() for step in range(1, (after - before).days))
    return all(weekday >= 5 for weekday in between)


def _month(calendar: WorkingCalendar, year: int, month: int) -> Month:
    weeks = tuple(
        tuple(_day(calendar, dt.date(year, month, number)) if number else None for number in week)
        for week in _WEEKS.monthdayscalendar(year, month)
    )
    days = [day for week in weeks for day in week if day is not None]
    working = sum(day.kind in (DayKind.WORKING, DayKind.MAKE_UP) for day in days)
    return Month(dt.date(year, month, 1), weeks, tuple(_runs(days)), working)


def _day(calendar: WorkingCalendar, day: dt.date) -> Day:
    why = calendar.why(day)
    return Day(day, why.kind, why.name)


def _runs(days: Sequence[Day]) -> Iterator[Run]:
    special = (day for day in days if day.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP))
    for _, group in groupby(enumerate(special), key=lambda pair: (pair[1].kind, pair[1].name, _serial(pair))):
        found = [day for _, day in group]
        yield Run(found[0].day, found[-1].day, found[0].kind, found[0].name)


def _serial(pair: tuple[int, Day]) -> int:
    """The same for days that follow one another."""
    return pair[1].day.toordinal() - pair[0]
