"""A promised paper is due in some days, or today: the enterprise is reminded once of each."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.models.traces import Alarm
from approvals.queries.due_clocks import promise_reminder
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.clock.promises import open_line
from approvals.usecases.journal import tell
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def promise_due(
    *, line: int, close_of_business: dt.time, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Remind of one line, once before each due day of it and once on that day; late already, it is no longer a reminder's matter."""
    with unit_of_work() as session:
        settle(session, claim, now)
        found = open_line(session, line)
        if found is None:
            return
        case, track, row, paper = found
        due_on, today = row.due_on or local_day(now), local_day(now)
        code = promise_reminder(due_on, today)
        key = {"subject": "promise", "subject_id": row.id, "kind": code, "deadline_version": due_on.toordinal()}
        if today > due_on or session.scalar(select(Alarm.id).filter_by(**key)) is not None:
            return
        facts = {"due_on": due_on.isoformat(), "material": paper.material_code}
        session.add(Alarm(**key, case_id=case.id, raised_at=now, facts=facts))
        speaks_at = in_office_hours(now, close_of_business, load_calendar(session))
        once = f"{row.id}:{due_on.isoformat()}"
        tell(session, case, code, now=now, track=track, once=once, due_at=speaks_at, **facts)
