"""Which alarm a track's clocks call for on a day, and on which day the next one comes.

An alarm is a state, not a tick: whoever looks late, after days down, gets the latest state of each clock once. The
caller keeps "once" with a unique key of (subject, clock, kind, day, deadline version).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from approvals.domain.clock import ClockReading, Light, Reading, read, read_clock
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
LADDER: Ladder = ((1, REMINDER), (3, YELLOW), (7, RED))
"""提醒, 黄, 红 by the 1-3-7 rule (fact sheet 2.2 rule 14): started within one day, answered in three, settled in seven."""
WEEK_WD = 5
"""After the last step every fifth working day: it must not be forgotten, nor cried every morning for months."""


@dataclass(frozen=True, slots=True)
class AlarmDue:
    """What one clock calls for now. `day`: the working day overdue it stands for, and the level of the ladder then;
    both 0 before the due day has passed. Every working day has one up to the last step, then every fifth."""

    clock: ClockName
    kind: AlarmKind
    level: int
    day: int = 0

    @property
    def name(self) -> str:
        """What makes it one alarm of this deadline."""
        return f"{self.clock.value}:{self.kind.value}:{self.day}"


@dataclass(frozen=True, slots=True)
class NextAlarm:
    """The next change worth an alarm, and the day on which it comes."""

    due: AlarmDue
    on_day: date


def alarms_due(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> tuple[AlarmDue, ...]:
    """The state of each clock that deserves an alarm on `today`, the statutory clock first; at most one per clock.

    Never of a decided track, never of a paused clock: a pause of the committed clock only leaves the statutory one.
    """
    if facts.decided_on is not None:
        return ()
    return states_in(read(facts, calendar, today))


def next_alarm(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> NextAlarm | None:
    """The first alarm from `today` on; what is already true today counts as today's. For a clock that just moved."""
    due = alarms_due(facts, calendar, today)
    if due:
        return NextAlarm(max(due, key=lambda alarm: (list(AlarmKind).index(alarm.kind), alarm.day)), today)
    return next_alarm_after(facts, calendar, today)


def next_alarm_after(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> NextAlarm | None:
    """The first change later than `today`; None when nothing more can come by itself. For a sweep that is done."""
    return None if facts.decided_on is not None else following(read(facts, calendar, today), facts, calendar)


def states_in(reading: Reading) -> tuple[AlarmDue, ...]:
    """What a reading of an undecided track calls for."""
    found = (state_of(one) for one in reading.clocks)
    return tuple(alarm for alarm in found if alarm is not None)


def following(reading: Reading, facts: TrackFacts, calendar: WorkingCalendar) -> NextAlarm | None:
    """The first change later than the day of the reading of an undecided track."""
    coming = [
        alarm for one in reading.clocks for alarm in _course(one, facts, calendar) if alarm.on_day > reading.as_of
    ]
    return min(coming, key=lambda alarm: alarm.on_day, default=None)


def state_of(reading: ClockReading) -> AlarmDue | None:
    """What one clock calls for on the day it was read; None while it runs in time, is paused or decided."""
    if reading.light is Light.OVERDUE:
        late = latest_day(reading.overdue_wd)
        return AlarmDue(reading.clock, AlarmKind.OVERDUE, level_on(late), late) if late else None
    if reading.light is not Light.WARNING:
        return None
    kind = AlarmKind.DUE_TODAY if reading.due_on == reading.as_of else AlarmKind.WARNING
    return AlarmDue(reading.clock, kind, 0)


def level_on(day: int) -> int:
    """The step of the ladder on a working day overdue; 0 before the first."""
    return max((level for start, level in LADDER if start <= day), default=0)


def latest_day(overdue_wd: int) -> int:
    """The newest working day overdue that has an alarm of its own, up to `overdue_wd`; 0 when none has come."""
    last = LADDER[-1][0]
    return overdue_wd if overdue_wd <= last else overdue_wd - (overdue_wd - last) % WEEK_WD


def _course(reading: ClockReading, facts: TrackFacts, calendar: WorkingCalendar) -> Iterator[NextAlarm]:
    """What the clock would raise from now on if nothing happened any more: before it is overdue all of it up to the
    first day late, then the next one. Nothing while a pause without an end is open."""
    if reading.due_on is None or reading.warn_on is None:
        return
    warn_on = _first_running(reading, facts, calendar)
    if warn_on < reading.due_on:
        yield NextAlarm(AlarmDue(reading.clock, AlarmKind.WARNING, 0), warn_on)
    yield NextAlarm(AlarmDue(reading.clock, AlarmKind.DUE_TODAY, 0), reading.due_on)
    late = latest_day(reading.overdue_wd)
    following = late + (1 if late < LADDER[-1][0] else WEEK_WD)
    alarm = AlarmDue(reading.clock, AlarmKind.OVERDUE, level_on(following), following)
    yield NextAlarm(alarm, calendar.add(reading.due_on, following))


def _first_running(reading: ClockReading, facts: TrackFacts, calendar: WorkingCalendar) -> date:
    """The warning day, moved past a pause that covers it: day zero is never counted, yet may be paused."""
    day = reading.warn_on or reading.not_before
    if not facts.pauses:
        return day
    while (seen := read_clock(facts, reading.clock, calendar, day)) is not None and seen.light is Light.PAUSED:
        day += ONE_DAY
    return day
