"""A promised paper has not come in its time: the promise is broken, and those concerned are told."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.commitment import line_state
from approvals.domain.events import Tag
from approvals.domain.states import LineState
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.office_hours import in_office_hours
from approvals.usecases.clock.promises import open_line
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def promise_late(
    *, line: int, close_of_business: dt.time, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Break one line whose day has passed. The item goes on: ending it stays a person's act (force majeure)."""
    with unit_of_work() as session:
        settle(session, claim, now)
        found = open_line(session, line)
        if found is None:
            return
        case, track, row, paper = found
        row.state = line_state(row.due_on, row.kept_on, local_day(now))
        if row.state is not LineState.BROKEN or row.due_on is None:
            return
        due_on = row.due_on.isoformat()
        record(
            session, case, Tag.PROMISE_LATE, actor=actor, now=now, track=track, line=row.id, paper=paper.id,
            due_on=due_on,
        )  # fmt: skip
        speaks_at = in_office_hours(now, close_of_business, load_calendar(session))
        tell(
            session, case, "promise_late", now=now, track=track, once=f"{row.id}:{due_on}", due_at=speaks_at, due_on=due_on,
            material=paper.material_code,
        )  # fmt: skip
