"""Which alarm a track's clocks call for on a day, and on which day the next one comes.

An alarm is a state, not a tick: whoever looks late, after days down, gets the latest state of each clock once. The
caller keeps "once" with a unique key of (subject, clock, kind, level, deadline version).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from approvals.domain.clock import ClockReading, Light, read, read_clock
from approvals.domain.clock_facts import ClockName, TrackFacts
from approvals.domain.day_count import ONE_DAY
from departments.domain.working_calendar import WorkingCalendar


class AlarmKind(StrEnum):
    WARNING = "warning"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


Ladder = tuple[tuple[int, int], ...]
"""(working days overdue, level), rising; the level holds from that day on."""

REMINDER, YELLOW, RED = 1, 2, 3
DEFAULT_LADDER: Ladder = ((1, REMINDER), (3, YELLOW), (5, RED))


@dataclass(frozen=True, slots=True)
class AlarmDue:
    """What one clock calls for now. `level` is 0 before the due day has passed, then the step of the ladder."""

    clock: ClockName
    kind: AlarmKind
    level: int


@dataclass(frozen=True, slots=True)
class NextAlarm:
    """The next change worth an alarm, and the day on which it comes."""

    kind: AlarmKind
    on_day: date
    clock: ClockName
    level: int


def alarms_due(
    facts: TrackFacts, calendar: WorkingCalendar, today: date, ladder: Ladder = DEFAULT_LADDER
) -> tuple[AlarmDue, ...]:
    """The state of each clock that deserves an alarm on `today`, the statutory clock first; at most one per clock.

    Never of a decided track, never of a paused clock: a pause of the committed clock only leaves the statutory one.
    """
    if facts.decided_on is not None:
        return ()
    found = (_state(reading, ladder) for reading in read(facts, calendar, today).clocks)
    return tuple(alarm for alarm in found if alarm is not None)


def next_alarm(
    facts: TrackFacts, calendar: WorkingCalendar, today: date, ladder: Ladder = DEFAULT_LADDER
) -> NextAlarm | None:
    """The first alarm from `today` on; what is already true today counts as today's. For a clock that just moved."""
    due = alarms_due(facts, calendar, today, ladder)
    if due:
        worst = max(due, key=lambda alarm: (list(AlarmKind).index(alarm.kind), alarm.level))
        return NextAlarm(worst.kind, today, worst.clock, worst.level)
    return next_alarm_after(facts, calendar, today, ladder)


def next_alarm_after(
    facts: TrackFacts, calendar: WorkingCalendar, today: date, ladder: Ladder = DEFAULT_LADDER
) -> NextAlarm | None:
    """The first change later than `today`; None when nothing more can come by itself. For a sweep that is done."""
    if facts.decided_on is not None:
        return None
    coming = [
        alarm
        for reading in read(facts, calendar, today).clocks
        for alarm in _course(reading, facts, calendar, ladder)
        if alarm.on_day > today
    ]
    return min(coming, key=lambda alarm: alarm.on_day, default=None)


def _state(reading: ClockReading, ladder: Ladder) -> AlarmDue | None:
    if reading.light is Light.OVERDUE:
        level = max((step for days, step in ladder if days <= reading.overdue_wd), default=0)
        return AlarmDue(reading.clock, AlarmKind.OVERDUE, level) if level else None
    if reading.light is not Light.WARNING:
        return None
    if reading.due_on == reading.as_of:
        return AlarmDue(reading.clock, AlarmKind.DUE_TODAY, 0)
    return AlarmDue(reading.clock, AlarmKind.WARNING, 0)


def _course(reading: ClockReading, facts: TrackFacts, calendar: WorkingCalendar, ladder: Ladder) -> list[NextAlarm]:
    """Every alarm the clock would raise if nothing happened any more; empty while a pause without an end is open."""
    if reading.due_on is None or reading.warn_on is None:
        return []
    warn_on = _first_running(reading, facts, calendar)
    course = [NextAlarm(AlarmKind.DUE_TODAY, reading.due_on, reading.clock, 0)]
    if warn_on < reading.due_on:
        course.append(NextAlarm(AlarmKind.WARNING, warn_on, reading.clock, 0))
    late = (NextAlarm(AlarmKind.OVERDUE, calendar.add(reading.due_on, d), reading.clock, level) for d, level in ladder)
    return [*course, *late]


def _first_running(reading: ClockReading, facts: TrackFacts, calendar: WorkingCalendar) -> date:
    """The warning day, moved past a pause that covers it: day zero is never counted, yet may be paused."""
    day = reading.warn_on or reading.not_before
    while (seen := read_clock(facts, reading.clock, calendar, day)) is not None and seen.light is Light.PAUSED:
        day += ONE_DAY
    return day
