"""Counting days for one clock: from day zero, in its unit, without the stopped days (fact sheet 2.2, rules 3, 4, 13-17)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import WorkingCalendar

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


@dataclass(frozen=True, slots=True)
class DayCount:
    """The numbered days of one clock. Day zero itself is never counted.

    `stops` are (first day, day after the last, days of the unit that it takes), made by `of`.
    """

    calendar: WorkingCalendar
    unit: Unit
    day_zero: date
    stops: tuple[tuple[date, date, int], ...] = ()

    @classmethod
    def of(cls, calendar: WorkingCalendar, unit: Unit, day_zero: date, spans: list[Span]) -> DayCount:
        """The count that leaves out the `union` of `spans`."""
        bare = cls(calendar, unit, day_zero)
        stops = tuple(
            (start, end, bare.between(start - ONE_DAY, end - ONE_DAY)) for start, end in union(spans, day_zero)
        )
        return replace(bare, stops=stops) if stops else bare

    def between(self, after: date, through: date) -> int:
        """Days of the unit in (after, through], stopped or not; 0 when the interval is empty."""
        if through <= after:
            return 0
        if self.unit is Unit.NATURAL_DAYS:
            return (through - after).days
        return self.calendar.count_between(after, through)

    def first_day(self) -> date:
        """Day 1 by rule 3, whether or not a stop takes it."""
        if self.unit is Unit.NATURAL_DAYS:
            return self.day_zero + ONE_DAY
        return self.calendar.add(self.day_zero, 1)

    def nth(self, number: int) -> date:
        """The day that carries `number` (>= 1): every stop begun by then moves it on by the days it took."""
        natural = self.unit is Unit.NATURAL_DAYS
        day = self.day_zero + timedelta(days=number) if natural else self.calendar.add(self.day_zero, number)
        for start, _, taken in self.stops:
            if start > day:
                break
            if taken:
                day = day + timedelta(days=taken) if natural else self.calendar.add(day, taken)
        return day

    def due(self, limit: int) -> date:
        """The last day of a limit of `limit` >= 0 days: a working day, and not a stopped one.

        Limit 0 falls on day zero itself or the next working day (rule 15); natural days roll to a working day
        (rule 13, by analogy with 民法典 203).
        """
        return self.runs_on(self.nth(limit) if limit else self.day_zero)

    def runs_on(self, day: date) -> date:
        """The day itself, or the first later one that is a working day and not stopped."""
        day = self.calendar.next_working(day)
        for start, end, _ in self.stops:
            if start <= day < end:
                day = self.calendar.next_working(end)
        return day

    def up_to(self, due: date) -> DayCount:
        """The same count without the stops begun after `due`: overdue is never cured by a later pause."""
        kept = tuple(stop for stop in self.stops if stop[0] <= due)
        return self if len(kept) == len(self.stops) else replace(self, stops=kept)

    def stopped(self, day: date) -> bool:
        return any(start <= day < end for start, end, _ in self.stops)

    def excluded(self, through: date) -> int:
        """Days of the unit that the stops took, up to and including `through`."""
        return sum(
            taken if end <= through else self.between(start - ONE_DAY, min(end - ONE_DAY, through))
            for start, end, taken in self.stops
            if start <= through
        )

    def used(self, through: date) -> int:
        """Counted days in (day zero, through]."""
        return self.between(self.day_zero, through) - self.excluded(through)

    def number(self, day: date) -> int | None:
        """The number `day` carries: 0 on day zero, None for a day that is not counted."""
        if day == self.day_zero:
            return 0
        if day < self.day_zero or self.stopped(day):
            return None
        if self.unit is Unit.WORKING_DAYS and not self.calendar.is_working(day):
            return None
        return self.used(day)
