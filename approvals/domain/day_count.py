"""Counting days for one clock: from day zero, in its unit, without the stopped days (fact sheet 2.2, rules 3, 4, 13-17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import LAST_DAY, WorkingCalendar

ONE_DAY = timedelta(days=1)

Span = tuple[date, date]
"""Days from the first (included) to the second (excluded)."""

End = tuple[date, int, int]
"""A last day, its position, and the days that the stops took from day zero up to it."""


def union(spans: Sequence[Span], after: date) -> tuple[Span, ...]:
    """The days of all `spans` later than `after`, sorted, overlaps counted once; empty spans vanish."""
    floor = after + ONE_DAY
    merged: list[Span] = []
    for start, end in sorted(spans):
        start = max(start, floor)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


class DayCount:
    """The numbered days of one clock. Day zero itself is never counted.

    Every day has a position: how many days of the unit there are up to it. Counting is subtracting positions, and a
    stop is the positions it takes, so that no day is walked over. Many are made for one page: no dataclass.
    """

    __slots__ = ("_at", "_given", "_marks", "before", "calendar", "day_zero", "is_natural", "position", "unit", "zero")

    def __init__(self, calendar: WorkingCalendar, unit: Unit, day_zero: date, spans: Sequence[Span] = ()) -> None:
        """Without the days of `spans`, which may come in any order, overlap, be empty or begin before day zero."""
        self.calendar, self.unit, self.day_zero, self._given = calendar, unit, day_zero, spans
        self.is_natural = unit is Unit.NATURAL_DAYS
        self.position: Callable[[date], int] = date.toordinal if self.is_natural else calendar.position
        self.before: Callable[[date], int] = _eve if self.is_natural else calendar.before
        self._at = _natural_day if self.is_natural else calendar.at
        self.zero = self.position(day_zero)
        self._marks = _marks(self.before, self.zero, spans) if spans else []

    @property
    def spans(self) -> tuple[Span, ...]:
        """The stops: sorted, apart from each other, after day zero."""
        return union(self._given, self.day_zero) if self._given else ()

    @property
    def stops(self) -> tuple[tuple[date, date, int], ...]:
        """First day, day after the last, and days of the unit that it takes, of every stop."""
        return tuple((start, end, self.before(end) - self.before(start)) for start, end in self.spans)

    def between(self, after: date, through: date) -> int:
        """Days of the unit in (after, through], stopped or not; 0 when the interval is empty."""
        return max(0, self.position(through) - self.position(after))

    def first_day(self) -> date:
        """Day 1 by rule 3, whether or not a stop takes it."""
        return self._at(self.zero + 1)

    def nth(self, number: int) -> date:
        """The day that carries `number` (>= 1): every stop begun by then moves it on by the days it took."""
        return self._at(self._reached(number))

    def due(self, limit: int) -> date:
        """The last day of a limit of `limit` >= 0 days: a working day, and not a stopped one.

        Limit 0 falls on day zero itself or the next working day (rule 15); natural days roll to a working day
        (rule 13, by analogy with 民法典 203).
        """
        return self.end(limit)[0]

    def end(self, limit: int, floor: date | None = None) -> End:
        """The last day of a limit, see `due`; with a `floor`, never before the first day from there that runs."""
        if limit and not self.is_natural:
            position = self._reached(limit)
            due = self._at(position)
            if floor is None or floor <= due:
                return due, position, position - self.zero - limit
        else:
            due = self.runs_on(self.nth(limit) if limit else self.day_zero)
        if floor is not None and floor > due:
            due = self.runs_on(floor)
        position = self.position(due)
        return due, position, self.taken(position)

    def runs_on(self, day: date) -> date:
        """The day itself, or the first later one that is a working day and not stopped."""
        day = self.calendar.next_working(day)
        for start, end in self.spans:
            if start <= day < end:
                day = self.calendar.next_working(end)
        return day

    def up_to(self, due: date) -> DayCount:
        """The same count without the stops begun after `due`: overdue is never cured by a later pause.

        One begun on the due day or before stops the days after it as well: pausing never uses a day. Only a limit of
        0 days can be due before its pause is over.
        """
        begun = [span for span in self._given if span[0] <= due]
        return self if len(begun) == len(self._given) else DayCount(self.calendar, self.unit, self.day_zero, begun)

    def is_open_after(self, position: int) -> bool:
        """Whether a stop takes days after this position only: see `up_to`."""
        return bool(self._marks) and self._marks[-1][0] >= position

    def stopped(self, day: date) -> bool:
        return any(start <= day < end for start, end in self.spans)

    def excluded(self, through: date) -> int:
        """Days of the unit that the stops took, up to and including `through`."""
        return self.taken(self.position(through))

    def taken(self, position: int) -> int:
        """The same, up to and including the day with this position."""
        taken = 0
        for before, through in self._marks:
            if before >= position:
                break
            taken += (through if through < position else position) - before
        return taken

    def used(self, through: date) -> int:
        """Counted days in (day zero, through]."""
        return self.used_at(self.position(through))

    def used_at(self, position: int) -> int:
        """The same, through the day with this position."""
        return position - self.zero - self.taken(position) if position > self.zero else 0

    def number(self, day: date) -> int | None:
        """The number `day` carries: 0 on day zero, None for one that adds none: stopped, or not of the unit."""
        used = self.used(day)
        return used if day == self.day_zero or used > self.used_at(self.before(day)) else None

    def _reached(self, number: int) -> int:
        position = self.zero + number
        for before, through in self._marks:
            if before >= position:
                break
            position += through - before
        return position


def _marks(before: Callable[[date], int], zero: int, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The positions that the spans take after `zero`: (last one free, last one taken), sorted, none taken twice."""
    marks, free = [], zero
    for start, end in sorted(spans):
        first, last = before(start), before(end)
        if first < free:
            first = free
        if first < last:
            marks.append((first, last))
            free = last
    return marks


def _eve(day: date) -> int:
    return day.toordinal() - 1


def _natural_day(position: int) -> date:
    """The day with this ordinal. OverflowError past the year 9999, as everywhere."""
    if position > LAST_DAY:
        raise OverflowError("the day lies past the year 9999")
    return date.fromordinal(position)
