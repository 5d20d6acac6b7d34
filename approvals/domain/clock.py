"""The legal clock of one track: append-only facts in, a Reading out.

Specification: fact sheet section 2; law: 行政许可法 42, 45, 82. Two clocks run side by side: `statutory` (what the law
gives) and `committed` (what the department promised). Nothing here knows the present day: the caller says `today`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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
from approvals.domain.clock_standing import Standing, counted_alike, standing
from approvals.domain.day_count import DayCount
from departments.domain.catalogue_words import Unit
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
    at = standing(facts, clock, calendar, as_of)
    return None if at is None else at.count


def read(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> Reading:
    """What both clocks say on `today`, or on the day of the decision once there is one."""
    as_of = facts.decided_on or today
    at = standing(facts, ClockName.STATUTORY, calendar, as_of)
    statutory = _read(facts, ClockName.STATUTORY, at)
    if facts.committed_wd is None:
        at = None
    elif at is None or not counted_alike(facts):
        at = standing(facts, ClockName.COMMITTED, calendar, as_of)
    committed = _read(facts, ClockName.COMMITTED, at)
    if facts.decided_on is not None:
        shown = statutory or committed
        return Reading(as_of, statutory, committed, Light.DECIDED, shown.clock if shown else None)
    shown = _more_urgent(statutory, committed) if statutory and committed else statutory or committed
    if shown is None:
        return Reading(as_of, None, None, Light.ON_TRACK, None)
    return Reading(as_of, statutory, committed, shown.light, shown.clock)


def read_clock(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, as_of: date) -> ClockReading | None:
    """What one clock says on `as_of`; None when it has no limit or has not started."""
    return _read(facts, clock, standing(facts, clock, calendar, as_of))


def _read(facts: TrackFacts, clock: ClockName, every: Standing | None) -> ClockReading | None:
    limit_days, extension, floor = facts.terms(clock)
    if every is None or limit_days is None:
        return None
    unextended, end, excluded = every.count.end(limit_days, floor)
    due = unextended
    extended = extension is not None and extension.approved_on <= unextended
    if extension is not None and extended:
        due, end, excluded = every.count.end(limit_days + extension.days, floor)
    at = every.up_to(due, end)
    as_of, count = at.as_of, at.count
    late = as_of > due
    total = end - count.zero - excluded
    overdue_by = at.position - end if late else 0
    remaining = -overdue_by if late else total - at.used
    threshold = facts.warn_wd if facts.warn_wd is not None else warn_threshold(limit_days)
    endless = at.open_from is not None and at.open_from <= due and facts.decided_on is None
    return ClockReading(
        clock, limit_days, count.unit, count.day_zero, at.first_day, as_of,
        at.number, at.used, remaining, None if endless else due, due, unextended, extended, overdue_by,
        count.calendar.count_between(due, as_of) if late else 0,
        _light(facts, late, at.is_paused, remaining <= threshold),
        None if endless else count.nth(total - threshold) if total > threshold else count.day_zero,
        excluded, count.calendar.is_provisional(due), Grounds(facts, count, threshold),
    )  # fmt: skip


def _light(facts: TrackFacts, overdue: bool, paused: bool, warned: bool) -> Light:
    if facts.decided_on is not None:
        return Light.DECIDED
    if overdue:
        return Light.OVERDUE
    if paused:
        return Light.PAUSED
    return Light.WARNING if warned else Light.ON_TRACK


def _more_urgent(statutory: ClockReading, committed: ClockReading) -> ClockReading:
    """Overdue before warning before running before paused; alike the statutory one, but of two running the first due."""
    if statutory.light is committed.light:
        earlier = committed.light is Light.ON_TRACK and committed.not_before < statutory.not_before
        return committed if earlier else statutory
    return committed if URGENCY.index(committed.light) < URGENCY.index(statutory.light) else statutory
