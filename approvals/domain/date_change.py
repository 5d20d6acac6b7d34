"""Changing a date, before anybody does it: the facts as they would be, and which due day moves from where to where.

The page that asks "are you sure" and the use-case that does it call the same functions, so a preview cannot lie.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.clock_facts import ClockName, ExtensionFact, PauseFact, TrackFacts
from approvals.domain.clock_guards import (
    refuse_acceptance_day,
    refuse_bad_facts,
    refuse_cured,
    refuse_extension_days,
    refuse_late_extension,
    refuse_late_start,
    refuse_pause_days,
    refuse_undone_extension,
)
from approvals.domain.refusals import Refusal
from approvals.domain.stage_clock import Span, StageLimits, joint_reading
from departments.domain.catalogue_words import CountsFrom
from departments.domain.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Move:
    """One due day before and after, `days` apart in working days (negative = earlier).

    `was_open`/`is_open`: a pause without an end leaves only the earliest day. `overdue_by` counts working days past
    the new due day on the day of the preview.
    """

    clock: ClockName
    old_due_on: date
    new_due_on: date
    days: int
    was_open: bool
    is_open: bool
    overdue_by: int
    provisional: bool

    @property
    def is_moved(self) -> bool:
        return self.old_due_on != self.new_due_on


def moves(before: TrackFacts, after: TrackFacts, calendar: WorkingCalendar, today: date) -> tuple[Move, ...]:
    """Both clocks as they are and as they would be; a clock that runs on neither side is left out."""
    found = []
    for clock in ClockName:
        old, new = read_clock(before, clock, calendar, today), read_clock(after, clock, calendar, today)
        if old is not None and new is not None:
            found.append(_move(old, new, calendar))
    return tuple(found)


def delays(found: Collection[Move]) -> bool:
    """Whether a due day moves to the organ's favour: later."""
    return any(move.days > 0 for move in found)


def extend_facts(
    facts: TrackFacts,
    clocks: Collection[ClockName],
    days: int,
    most: int,
    approved_on: date,
    calendar: WorkingCalendar,
) -> TrackFacts:
    """The facts with `days` more on each of `clocks` (行政许可法 42).

    Raises Refusal `nothing_chosen`, `no_extension`, `extension_days` (param `most`), `committed_beyond_statutory` and
    those of `refuse_late_extension`.
    """
    refuse_extension_days(facts, clocks, days, most)
    for clock in clocks:
        refuse_late_extension(facts, clock, approved_on, calendar)
    given = ExtensionFact(days, approved_on)
    return replace(
        facts,
        statutory_extension=given if ClockName.STATUTORY in clocks else facts.statutory_extension,
        committed_extension=given if ClockName.COMMITTED in clocks else facts.committed_extension,
    )


def accept_facts(
    facts: TrackFacts, accepted_on: date, *, is_deemed: bool, calendar: WorkingCalendar, today: date
) -> TrackFacts:
    """The facts with another day of acceptance; pauses stay, and what counts from it starts anew.

    Raises the refusals of `refuse_acceptance_day`, `extension_undone` and `overdue_not_cured`.
    """
    refuse_acceptance_day(facts, accepted_on, is_deemed=is_deemed, calendar=calendar, today=today)
    after = without_floors(replace(facts, accepted_on=accepted_on), from_acceptance(facts))
    refuse_undone_extension(facts, after, calendar, today)
    refuse_cured(facts, after, calendar, today)
    return after


def pause_facts(
    facts: TrackFacts, place: int, started_on: date, resumed_on: date, *, calendar: WorkingCalendar, today: date
) -> TrackFacts:
    """The facts with the pause at `place` on other days; overlapping pauses stay a union.

    Raises the refusals of `refuse_pause_days` and `refuse_late_start`, `extension_undone` and `overdue_not_cured`.
    """
    old = facts.pauses[place]
    new = replace(old, started_on=started_on, resumed_on=resumed_on)
    refuse_pause_days(facts, old, new, calendar=calendar, today=today)
    rest = (*facts.pauses[:place], *facts.pauses[place + 1 :])
    if started_on != old.started_on:
        refuse_late_start(replace(facts, pauses=rest), new, calendar)
    pauses = (*facts.pauses[:place], new, *facts.pauses[place + 1 :])
    after = without_floors(replace(facts, pauses=pauses), stopped_by(old))
    refuse_bad_facts(after)
    refuse_undone_extension(facts, after, calendar, today)
    refuse_cured(facts, after, calendar, today)
    return after


def from_acceptance(facts: TrackFacts) -> tuple[ClockName, ...]:
    """The clocks that begin on the day of acceptance."""
    return tuple(clock for clock in ClockName if facts.limit(clock).counts_from is CountsFrom.ACCEPTANCE)


def stopped_by(pause: PauseFact) -> tuple[ClockName, ...]:
    """The clocks that a pause stops."""
    return tuple(clock for clock in ClockName if pause.stops(clock))


def without_floors(facts: TrackFacts, clocks: Collection[ClockName]) -> TrackFacts:
    """A day that was told holds against a later calendar, not against a person who puts the facts of that clock right."""
    return replace(
        facts,
        statutory_floor_on=None if ClockName.STATUTORY in clocks else facts.statutory_floor_on,
        committed_floor_on=None if ClockName.COMMITTED in clocks else facts.committed_floor_on,
    )


def stage_move(
    limits: StageLimits,
    stops: Sequence[Span],
    given: ExtensionFact,
    most: int,
    calendar: WorkingCalendar,
    today: date,
) -> Move:
    """How far `given` moves the joint limit of a running stage (行政许可法 42 ¶2: once, before its due day).

    Raises Refusal `clock_not_running`, `already_extended`, `extension_days` (param `most`), `future_day`,
    `approved_before_acceptance` (param `accepted_on`), `extension_too_late` (param `due_on`).
    """
    before = joint_reading(limits, stops, calendar, None, today)
    if before is None or before.statutory is None or limits.accepted_on is None:
        raise Refusal("clock_not_running")
    if limits.extension is not None:
        raise Refusal("already_extended", field="days")
    if not 1 <= given.days <= most:
        raise Refusal("extension_days", field="days", days=given.days, most=most)
    if given.approved_on > today:
        raise Refusal("future_day", field="approved_on")
    if given.approved_on < limits.accepted_on:
        raise Refusal("approved_before_acceptance", field="approved_on", accepted_on=limits.accepted_on)
    last_on = before.statutory.last_day_to_extend
    after = joint_reading(replace(limits, extension=given), stops, calendar, None, today)
    if given.approved_on > last_on or after is None or after.statutory is None:
        raise Refusal("extension_too_late", field="approved_on", due_on=last_on)
    return _move(before.statutory, after.statutory, calendar)


def stage_restart(
    limits: StageLimits, stops: Sequence[Span], accepted_on: date, calendar: WorkingCalendar, today: date
) -> Move | None:
    """How far the joint limit moves when the first acceptance of the stage was on another day; a day that was told before
    binds no more. None when it is the same day, or the stage has not begun."""
    if accepted_on == limits.accepted_on:
        return None
    before = joint_reading(limits, stops, calendar, None, today)
    after = joint_reading(replace(limits, accepted_on=accepted_on, floor_on=None), stops, calendar, None, today)
    if before is None or after is None or before.statutory is None or after.statutory is None:
        return None
    return _move(before.statutory, after.statutory, calendar)


def _move(old: ClockReading, new: ClockReading, calendar: WorkingCalendar) -> Move:
    first, last = sorted((old.not_before, new.not_before))
    apart = calendar.count_between(first, last)
    return Move(
        clock=new.clock, old_due_on=old.not_before, new_due_on=new.not_before,
        days=apart if new.not_before >= old.not_before else -apart,
        was_open=old.due_on is None, is_open=new.due_on is None,
        overdue_by=new.overdue_wd, provisional=new.provisional,
    )  # fmt: skip
