"""A result is to be delivered, or a licence published: those who must do it hear of it in time, and of its lateness."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.duties import duty_alarm
from approvals.domain.events import Tag
from approvals.models.cases import Track
from approvals.models.traces import Alarm
from approvals.models.watch import Duty
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.duties import look_at
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar

SUBJECT = "duty"


def watch_duty(
    *, duty: int, close_of_business: dt.time, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Raise what an open duty calls for, once per state of it, in office hours; and store when to look again."""
    with unit_of_work() as session:
        settle(session, claim, now)
        case = locked_case(session, session.scalars(select(Duty.case_id).where(Duty.id == duty)).one())
        row, calendar, today = session.get_one(Duty, duty), load_calendar(session), local_day(now)
        if row.done_at is not None:
            row.next_alarm_at = None
            return
        opens_at = in_office_hours(now, close_of_business, calendar)
        if opens_at > now:
            row.next_alarm_at = opens_at
            return
        row.next_alarm_at = look_at(row.due_on, calendar, today, swept=True)
        alarm = duty_alarm(row.due_on, calendar, today)
        if alarm is None:
            return
        key = {"subject": SUBJECT, "subject_id": row.id, "deadline_version": row.due_on.toordinal()}
        if session.scalar(select(Alarm.id).filter_by(**key, kind=f"{row.kind}:{alarm.name}")) is not None:
            return
        due_on, late = row.due_on.isoformat(), calendar.count_between(row.due_on, today)
        told: dict[str, Any] = {"kind": row.kind, "level": alarm.level, "due_on": due_on, "late": late}
        session.add(Alarm(**key, kind=f"{row.kind}:{alarm.name}", case_id=case.id, raised_at=now, facts=told))
        track, name = session.get_one(Track, row.track_id), f"{row.kind}:{alarm.name}"
        record(session, case, Tag.ALARM_RAISED, actor=actor, now=now, track=track, alarm=name, due_on=due_on)
        code = f"{row.kind}_{'late' if alarm.day else 'due'}"
        tell(session, case, code, now=now, track=track, once=f"{row.id}:{alarm.name}:{due_on}", **told)
