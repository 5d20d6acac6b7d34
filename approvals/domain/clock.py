"""The legal clock of one track: append-only facts in, a Reading out.

Specification: fact sheet section 2; law: 行政许可法 42, 45, 82. Two clocks run side by side: `statutory` (what the law
gives) and `committed` (what the department promised). Nothing here knows the present day: the caller says `today`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from approvals.domain.clock_facts import (
    ClockName,
    ExtensionFact,
    Limit,
    PauseFact,
    TrackFacts,
    capped_resume_on,
    pause_end,
)
from approvals.domain.clock_rules import Grounds, Rule, rules_behind
from approvals.domain.day_count import ONE_DAY, DayCount
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar

__all__ = [
    "ClockName",
    "ClockReading",
    "ExtensionFact",
    "Light",
    "Limit",
    "PauseFact",
    "Reading",
    "TrackFacts",
    "capped_resume_on",
    "day_count",
    "pause_end",
    "read",
    "read_clock",
    "warn_threshold",
]


Stop: TypeAlias = tuple[date, date | None]
"""First day and the day after the last of a pause; None = open without an end."""

Basis: TypeAlias = tuple[int, list[Stop], DayCount]
"""Limit in days, pauses, and the counting without them."""


class Light(StrEnum):
    """What a clock says; a page always prints the word beside the colour (fact sheet 2.4)."""

    ON_TRACK = "on_track"
    WARNING = "warning"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DECIDED = "decided"


URGENCY = (Light.OVERDUE, Light.WARNING, Light.ON_TRACK, Light.PAUSED)


@dataclass(slots=True)  # not frozen: a hundred thousand are made in a second, and freezing doubles that time
class ClockReading:
    """One clock on one day. `used`, `remaining`, `excluded`, `overdue_by` are in `unit`, `overdue_wd` in working days.

    `due_on` and `warn_on` are None while a pause without an end is open: then `not_before` is the due day if the
    clock ran again the day after `as_of`, and `remaining` is what will be left after resuming. `day_number` is None on
    a day that is not counted. `last_day_to_extend` is the unextended due day. Overdue: `remaining` = -`overdue_by`.
    """

    clock: ClockName
    limit_days: int
    unit: Unit
    day_zero: date
    first_day: date
    as_of: date
    day_number: int | None
    used: int
    remaining: int
    due_on: date | None
    not_before: date
    last_day_to_extend: date
    extended: bool
    overdue_by: int
    overdue_wd: int
    light: Light
    warn_on: date | None
    excluded: int
    provisional: bool
    grounds: Grounds | None = field(default=None, compare=False, repr=False)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rule behind each figure, worked out when asked; empty for a reading that was not made here."""
        return rules_behind(self, self.grounds) if self.grounds is not None else ()

    @property
    def extended_by(self) -> int:
        """The days in `unit` that an extension added; 0 without one, or with one that came too late."""
        extension = self.grounds.facts.extension(self.clock) if self.grounds is not None and self.extended else None
        return extension.days if extension is not None else 0


@dataclass(slots=True)
class Reading:
    """Both clocks (None = no such limit, or not started) and the headline: the light of `clock`, the more urgent one."""

    as_of: date
    statutory: ClockReading | None
    committed: ClockReading | None
    light: Light
    clock: ClockName | None

    @property
    def headline(self) -> ClockReading | None:
        """The reading the badge shows."""
        return self.statutory if self.clock is ClockName.STATUTORY else self.committed

    @property
    def clocks(self) -> tuple[ClockReading, ...]:
        return tuple(reading for reading in (self.statutory, self.committed) if reading is not None)


def warn_threshold(limit_days: int) -> int:
    """Days left at which the warning begins: max(1, min(3, ceil(limit x 0.2))) of the unextended limit."""
    return 1 if limit_days <= 5 else 2 if limit_days <= 10 else 3


def day_count(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, as_of: date) -> DayCount | None:
    """The counting of one clock with what is known on `as_of`; an open pause stops it through that day.

    None when the clock has no limit or no day zero yet. Pauses begun after the due day are still in it.
    """
    basis = _basis(facts, clock, calendar, as_of)
    return None if basis is None else basis[2]


def read(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> Reading:
    """What both clocks say on `today`, or on the day of the decision once there is one."""
    as_of = facts.decided_on or today
    basis = _basis(facts, ClockName.STATUTORY, calendar, as_of)
    statutory = _read(facts, ClockName.STATUTORY, basis, as_of)
    committed = _read(facts, ClockName.COMMITTED, _basis(facts, ClockName.COMMITTED, calendar, as_of, basis), as_of)
    if facts.decided_on is not None:
        shown = statutory or committed
        return Reading(as_of, statutory, committed, Light.DECIDED, shown.clock if shown else None)
    if statutory is None or committed is None:
        first = statutory or committed
    else:
        first = min(statutory, committed, key=_urgency)
    if first is None:
        return Reading(as_of, None, None, Light.ON_TRACK, None)
    return Reading(as_of, statutory, committed, first.light, first.clock)


def read_clock(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, as_of: date) -> ClockReading | None:
    """What one clock says on `as_of`; None when it has no limit or has not started."""
    return _read(facts, clock, _basis(facts, clock, calendar, as_of), as_of)


def _basis(
    facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, as_of: date, other: Basis | None = None
) -> Basis | None:
    """What a clock is counted with; mostly both clocks have the same, and then it is made once."""
    limit = facts.limit(clock)
    day_zero = facts.receipt_on if limit.counts_from is CountsFrom.RECEIPT else facts.accepted_on
    if limit.days is None or day_zero is None:
        return None
    stops = _stops(facts, clock, calendar)
    if other is not None and other[1] == stops and other[2].day_zero == day_zero and other[2].unit is limit.unit:
        return limit.days, stops, other[2]
    spans = [(start, end or as_of + ONE_DAY) for start, end in stops]
    return limit.days, stops, DayCount.of(calendar, limit.unit, day_zero, spans)


def _read(facts: TrackFacts, clock: ClockName, basis: Basis | None, as_of: date) -> ClockReading | None:
    if basis is None:
        return None
    limit_days, stops, every = basis
    floor, extension = facts.floor_on(clock), facts.extension(clock)
    unextended = due = _due(every, limit_days, floor)
    extended = extension is not None and extension.approved_on <= unextended
    if extension is not None and extended:
        due = _due(every, limit_days + extension.days, floor)
    count, late = every.up_to(due), as_of > due
    used, excluded = count.used(as_of), count.excluded(due)
    total = count.between(count.day_zero, due) - excluded
    overdue_by = count.between(due, as_of) if late else 0
    remaining = -overdue_by if late else total - used
    threshold = facts.warn_wd if facts.warn_wd is not None else warn_threshold(limit_days)
    ends = [end for start, end in stops if start <= as_of and start <= due]
    endless = facts.decided_on is None and None in ends
    paused = any(end is None or as_of < end for end in ends) if ends else False
    warn_on = count.nth(total - threshold) if total > threshold else count.day_zero
    return ClockReading(
        clock, limit_days, count.unit, count.day_zero, count.first_day(), as_of,
        used if count.counts(as_of) else None, used, remaining,
        None if endless else due, due, unextended, extended, overdue_by,
        count.calendar.count_between(due, as_of) if late else 0,
        _light(facts, late, paused, remaining <= threshold),
        None if endless else warn_on, excluded, count.calendar.is_provisional(due),
        Grounds(facts, count, threshold),
    )  # fmt: skip


def _due(every: DayCount, days: int, floor: date | None) -> date:
    """The last day of the limit; never before the day that was told, wherever a later calendar would put it."""
    due = every.due(days)
    return due if floor is None or floor <= due else every.runs_on(floor)


def _light(facts: TrackFacts, overdue: bool, paused: bool, warned: bool) -> Light:
    if facts.decided_on is not None:
        return Light.DECIDED
    if overdue:
        return Light.OVERDUE
    if paused:
        return Light.PAUSED
    return Light.WARNING if warned else Light.ON_TRACK


def _stops(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar) -> list[Stop]:
    """Every pause of this clock."""
    return [
        (pause.started_on, pause.resumed_on if pause.cap_days is None else pause_end(pause, calendar))
        for pause in facts.pauses
        if pause.stops(clock)
    ]


def _urgency(reading: ClockReading) -> tuple[int, bool, date]:
    """Overdue before warning before running before paused; then statutory first, but a running clock by its due day."""
    rank = URGENCY.index(reading.light)
    by_due = reading.light is Light.ON_TRACK
    return rank, not by_due and reading.clock is ClockName.COMMITTED, reading.not_before
