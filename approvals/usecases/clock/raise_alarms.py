"""A track's time limit nears, is here, or has passed: the alarm of each clock, once per state of it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.alarms import AlarmDue, alarms_due
from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.events import Tag
from approvals.models.cases import Case, Track
from approvals.models.traces import Alarm
from approvals.queries.clocks import facts_of
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.journal import record, tell
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def raise_alarms(
    *, track: int, close_of_business: dt.time, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Raise what the pure clock calls for now, and store when to look again.

    After days of downtime this is the latest state of each clock, once. A paused clock and a decided track call for
    nothing. Found too early or twice, it raises nothing.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        case, row = locked_track(session, track)
        calendar, today = load_calendar(session), local_day(now)
        facts = facts_of(row, row.pauses)
        if facts is not None and facts.accepted_on is not None and row.ended_at is None:
            speaks_at = in_office_hours(now, close_of_business, calendar)
            for alarm in alarms_due(facts, calendar, today):
                reading = read_clock(facts, alarm.clock, calendar, today)
                if reading is not None and reading.due_on is not None:
                    _raise(session, case, row, alarm, reading, reading.due_on, speaks_at, actor, now)
        set_clock(row, row.pauses, calendar, now, swept=True)


def _raise(
    session: Session,
    case: Case,
    track: Track,
    alarm: AlarmDue,
    reading: ClockReading,
    due_on: dt.date,
    speaks_at: dt.datetime,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One alarm. Its version is the clock's own due day: a pause of the other clock must not repeat it."""
    kind = f"{alarm.clock.value}:{alarm.kind.value}:{alarm.level}"
    key = {"subject": "track", "subject_id": track.id, "kind": kind, "deadline_version": due_on.toordinal()}
    if session.scalar(select(Alarm.id).filter_by(**key)) is not None:
        return
    told = {
        "clock": alarm.clock.value,
        "level": alarm.level,
        "due_on": due_on.isoformat(),
        "left": max(reading.remaining, 0),
        "late": reading.overdue_wd,
        "unit": reading.unit.value,
    }
    session.add(Alarm(**key, case_id=case.id, raised_at=now, facts=told))
    record(session, case, Tag.ALARM_RAISED, actor=actor, now=now, track=track, alarm=kind, due_on=due_on.isoformat())
    once = f"{kind}:{due_on.isoformat()}"
    tell(session, case, f"alarm_{alarm.kind.value}", now=now, track=track, once=once, due_at=speaks_at, **told)
