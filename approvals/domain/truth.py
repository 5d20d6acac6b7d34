"""What is stored of a clock against what its facts yield: where the two differ, somebody would be found too late.

A light is stored for lists and moves with the days, on the morning of a working day: it counts as wrong when it is
neither today's nor that of the working day before. A moment to look again may be too early, never too late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from approvals.domain.alarms import following, states_in
from approvals.domain.clock import Reading, read
from approvals.domain.clock_facts import ClockName, TrackFacts
from approvals.domain.legal_days import receipt_on
from departments.domain.working_calendar import WorkingCalendar

STATUTORY, COMMITTED, STAGE = "statutory_due_on", "committed_due_on", "stage_due_on"
LIGHT, NEXT_LOOK = "light", "next_alarm_at"
SILENT_FROM = 2
"""A limit passed without any alarm is a finding from the second working day late on: the first has its morning yet.
A date put right in the evening may make an item days late at once; until the morning of its next look that is none."""
CLOCK_OF: Mapping[str, ClockName] = {STATUTORY: ClockName.STATUTORY, COMMITTED: ClockName.COMMITTED}


@dataclass(frozen=True, slots=True)
class When:
    """The day of a check, and the one on which the offices are next open: what nobody was told yet is told then."""

    today: date
    opens_on: date

    @classmethod
    def at(cls, moment_local: datetime, closes: time, calendar: WorkingCalendar) -> When:
        return cls(moment_local.date(), receipt_on(moment_local, closes, calendar))


@dataclass(frozen=True, slots=True)
class Stored:
    """What the row of an open track says; `next_look_on` is the local day of its next look."""

    statutory_due_on: date | None
    committed_due_on: date | None
    light: str
    next_look_on: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored value that is not what the facts yield; empty for none."""

    what: str
    stored: str
    computed: str


def differences(
    facts: TrackFacts,
    reading: Reading,
    stored: Stored,
    calendar: WorkingCalendar,
    opens_on: date,
    raised: Collection[tuple[str, date]] = (),
) -> Iterator[Difference]:
    """Where the row of an open track differs from its facts; `raised`: its alarms, by name and due day; `opens_on`: the
    day on which the offices are next open."""
    yield from _unlike(STATUTORY, stored.statutory_due_on, reading.statutory.due_on if reading.statutory else None)
    yield from _unlike(COMMITTED, stored.committed_due_on, reading.committed.due_on if reading.committed else None)
    if stored.light != reading.light.value:
        before = read(facts, calendar, _working_day_before(calendar, reading.as_of)).light.value
        if stored.light != before:
            yield Difference(LIGHT, stored.light, reading.light.value)
    waits = stored.next_look_on is not None and stored.next_look_on >= reading.as_of
    for alarm in () if waits else states_in(reading):
        due_on = next(one.due_on for one in reading.clocks if one.clock is alarm.clock)
        if alarm.day >= SILENT_FROM and not any(
            day == due_on and name.startswith(f"{alarm.clock.value}:overdue") for name, day in raised
        ):
            yield Difference(f"{alarm.clock.value}_alarm", "", alarm.name)
    yield from late_look(stored.next_look_on, look_by(reading, facts, calendar, opens_on, raised))


def without_clock(stored: Stored) -> Iterator[Difference]:
    """A track whose clocks have not started has no due day."""
    yield from _unlike(STATUTORY, stored.statutory_due_on, None)
    yield from _unlike(COMMITTED, stored.committed_due_on, None)


def late_look(stored: date | None, look_on: date | None) -> Iterator[Difference]:
    """A look that is missing, or comes after the day by which it must; one that comes earlier costs a look."""
    if look_on is not None and (stored is None or stored > look_on):
        yield Difference(NEXT_LOOK, _iso(stored), _iso(look_on))


def look_by(
    reading: Reading,
    facts: TrackFacts,
    calendar: WorkingCalendar,
    opens_on: date,
    raised: Collection[tuple[str, date]],
) -> date | None:
    """The working day by which the track must be looked at again; None when nothing can come by itself."""
    due = {one.clock: one.due_on for one in reading.clocks}
    if any((alarm.name, due[alarm.clock]) not in raised for alarm in states_in(reading)):
        return opens_on
    coming = following(reading, facts, calendar)
    return calendar.next_working(coming.on_day) if coming else None


def explains(event: Mapping[str, Any], difference: Difference) -> bool:
    """Does an event that moved a deadline say that the stored day is the one that holds? `event`: clock → [old, new]."""
    clock = CLOCK_OF.get(difference.what)
    days = event.get(clock.value) if clock is not None else None
    return isinstance(days, list) and bool(days) and days[-1] == difference.stored


def _unlike(what: str, stored: date | None, computed: date | None) -> Iterator[Difference]:
    if stored != computed:
        yield Difference(what, _iso(stored), _iso(computed))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _working_day_before(calendar: WorkingCalendar, day: date) -> date:
    day -= timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day
