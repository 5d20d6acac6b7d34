"""Counting days for one clock: from day zero, in its unit, without the stopped days (fact sheet 2.2, rules 3, 4, 13-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import LAST_DAY, WorkingCalendar

ONE_DAY = timedelta(days=1)

Span = tuple[date, date]
"""Days from the first (included) to the second (excluded)."""


def union(spans: list[Span], after: date) -> tuple[Span, ...]:
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

    __slots__ = ("_at", "_marks", "calendar", "day_zero", "position", "spans", "unit", "zero")

    def __init__(self, calendar: WorkingCalendar, unit: Unit, day_zero: date, spans: tuple[Span, ...] = ()) -> None:
        """`spans` as `union` leaves them: sorted, apart from each other, after day zero."""
        natural = unit is Unit.NATURAL_DAYS
        position = date.toordinal if natural else calendar.position
        self.calendar, self.unit, self.day_zero, self.spans = calendar, unit, day_zero, spans
        self.position: Callable[[date], int] = position
        self._at = _natural_day if natural else calendar.at
        self.zero = position(day_zero)
        self._marks = [(position(start - ONE_DAY), position(end - ONE_DAY)) for start, end in spans]

    @classmethod
    def of(cls, calendar: WorkingCalendar, unit: Unit, day_zero: date, spans: list[Span]) -> DayCount:
        """The count that leaves out the `union` of `spans`."""
        return cls(calendar, unit, day_zero, union(spans, day_zero) if spans else ())

    @property
    def stops(self) -> tuple[tuple[date, date, int], ...]:
        """First day, day after the last, and days of the unit that it takes, of every stop."""
        taken = (through - before for before, through in self._marks)
        return tuple((start, end, days) for (start, end), days in zip(self.spans, taken, strict=True))

    def between(self, after: date, through: date) -> int:
        """Days of the unit in (after, through], stopped or not; 0 when the interval is empty."""
        return max(0, self.position(through) - self.position(after))

    def first_day(self) -> date:
        """Day 1 by rule 3, whether or not a stop takes it."""
        return self._at(self.zero + 1)

    def nth(self, number: int) -> date:
        """The day that carries `number` (>= 1): every stop begun by then moves it on by the days it took."""
        position = self.zero + number
        for before, through in self._marks:
            if before >= position:
                break
            position += through - before
        return self._at(position)

    def due(self, limit: int) -> date:
        """The last day of a limit of `limit` >= 0 days: a working day, and not a stopped one.

        Limit 0 falls on day zero itself or the next working day (rule 15); natural days roll to a working day
        (rule 13, by analogy with 民法典 203).
        """
        if limit and self.unit is Unit.WORKING_DAYS:
            return self.nth(limit)
        return self.runs_on(self.nth(limit) if limit else self.day_zero)

    def runs_on(self, day: date) -> date:
        """The day itself, or the first later one that is a working day and not stopped."""
        day = self.calendar.next_working(day)
        for start, end in self.spans:
            if start <= day < end:
                day = self.calendar.next_working(end)
        return day

    def up_to(self, due: date) -> DayCount:
        """The same count without the stops begun after `due`: overdue is never cured by a later pause."""
        if not self.spans or self.spans[-1][0] <= due:
            return self
        return DayCount(self.calendar, self.unit, self.day_zero, tuple(span for span in self.spans if span[0] <= due))

    def stopped(self, day: date) -> bool:
        return any(start <= day < end for start, end in self.spans)

    def excluded(self, through: date) -> int:
        """Days of the unit that the stops took, up to and including `through`."""
        return self._taken(self.position(through))

    def used(self, through: date) -> int:
        """Counted days in (day zero, through]."""
        position = self.position(through)
        return max(0, position - self.zero) - self._taken(position)

    def counts(self, day: date) -> bool:
        """Whether the day carries a number: day zero does, a stopped day and one that is not of the unit do not."""
        if day <= self.day_zero:
            return day == self.day_zero
        for start, end in self.spans:
            if start <= day < end:
                return False
        return self.unit is Unit.NATURAL_DAYS or self.calendar.is_working(day)

    def number(self, day: date) -> int | None:
        """The number `day` carries: 0 on day zero, None for a day that is not counted."""
        return self.used(day) if self.counts(day) else None

    def _taken(self, position: int) -> int:
        taken = 0
        for before, through in self._marks:
            if before >= position:
                break
            taken += (through if through < position else position) - before
        return taken


def _natural_day(position: int) -> date:
    """The day with this ordinal. OverflowError past the year 9999, as everywhere."""
    if position > LAST_DAY:
        raise OverflowError("the day lies past the year 9999")
    return date.fromordinal(position)
