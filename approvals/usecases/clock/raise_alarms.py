"""A track's time limit nears, is here, or has passed: the alarm of each clock, once per state of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.alarms import LADDER, AlarmDue, AlarmKind, alarms_due
from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.clock_facts import ClockName
from approvals.domain.events import Tag
from approvals.domain.legal_days import inaction_remedy
from approvals.models.cases import Case, Track
from approvals.models.traces import Alarm
from approvals.queries.clocks import facts_of
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.journal import record, tell
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department
from departments.queries.calendar import load_calendar

SUBJECT = "track"


def raise_alarms(
    *, track: int, close_of_business: dt.time, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Raise what the pure clock calls for now, and store when to look again.

    After days of downtime this is the latest state of each clock, once. A paused clock and a decided track call for
    nothing. Found too early or twice, it raises nothing. Found at night or on a day off it waits for the office, and
    is judged again then: what has come meanwhile is said instead, not as well.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        case, row = locked_track(session, track)
        calendar, today = load_calendar(session), local_day(now)
        opens_at = in_office_hours(now, close_of_business, calendar)
        if opens_at > now:
            _wait_for_the_office(row, opens_at, calendar, now)
            return
        facts = facts_of(row, row.pauses)
        if facts is not None and facts.accepted_on is not None and row.ended_at is None:
            for alarm in alarms_due(facts, calendar, today):
                reading = read_clock(facts, alarm.clock, calendar, today)
                if reading is not None and reading.due_on is not None:
                    _raise(session, case, row, alarm, reading, reading.due_on, actor, now)
        set_clock(row, row.pauses, calendar, now, swept=True)


def _wait_for_the_office(track: Track, opens_at: dt.datetime, calendar: WorkingCalendar, now: dt.datetime) -> None:
    set_clock(track, track.pauses, calendar, now)
    if track.next_alarm_at is not None:
        track.next_alarm_at = max(track.next_alarm_at, opens_at)


def _raise(
    session: Session,
    case: Case,
    track: Track,
    alarm: AlarmDue,
    reading: ClockReading,
    due_on: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One alarm. Its version is the clock's own due day: a pause of the other clock must not repeat it."""
    key = {"subject": SUBJECT, "subject_id": track.id, "deadline_version": due_on.toordinal()}
    earlier = session.execute(select(Alarm.kind, Alarm.facts).filter_by(**key)).all()
    if any(one.kind == alarm.name for one in earlier):
        return
    levels = {one.facts["level"] for one in earlier if one.facts["clock"] == alarm.clock.value}
    told: dict[str, Any] = {
        "clock": alarm.clock.value,
        "level": alarm.level,
        "day": alarm.day,
        "circle": alarm.level if _is_for_all(alarm, levels) else 0,
        "due_on": due_on.isoformat(),
        "left": max(reading.remaining, 0),
        "late": reading.overdue_wd,
        "unit": reading.unit.value,
    }
    session.add(Alarm(**key, kind=alarm.name, case_id=case.id, raised_at=now, facts=told))
    facts = {"alarm": alarm.name, "level": alarm.level, "due_on": due_on.isoformat()}
    record(session, case, Tag.ALARM_RAISED, actor=actor, now=now, track=track, **facts)
    once = f"{alarm.name}:{due_on.isoformat()}"
    tell(session, case, f"alarm_{alarm.kind.value}", now=now, track=track, once=once, **told)
    if alarm.kind is AlarmKind.OVERDUE and alarm.clock is ClockName.STATUTORY and not any(levels):
        _tell_remedy(session, case, track, due_on, now)


def _tell_remedy(session: Session, case: Case, track: Track, due_on: dt.date, now: dt.datetime) -> None:
    """The applicant is told once, with the first alarm after the law's own day, that reconsideration is open (行政复议法
    20, 23(3)); whoever decides nothing that can be disputed names no organ, and nothing is told."""
    if not session.get_one(Department, track.department_id).reconsideration:
        return
    last_on = inaction_remedy(due_on, load_calendar(session)).reconsideration_on.isoformat()
    due = due_on.isoformat()
    tell(session, case, "overdue_remedy", now=now, track=track, once=due, due_on=due, last_on=last_on)


def _is_for_all(alarm: AlarmDue, levels: set[int]) -> bool:
    """Everybody on the ladder hears of a new step, and once a week after the last; the desk hears every day."""
    return alarm.kind is AlarmKind.OVERDUE and (alarm.level not in levels or alarm.day > LADDER[-1][0])
