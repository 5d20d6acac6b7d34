"""An examiner puts a track back into the department's queue."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.usecases.desk import track_at_desk
from approvals.usecases.journal import record
from departments.domain.actor import Actor, Role


def release(*, track: str, version: int, actor: Actor, now: dt.datetime) -> None:
    """Give the track back; only its examiner or a head of the department may."""
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        if row.assignee_id is None:
            raise Refusal("not_claimed")
        if row.assignee_id != actor.account_id and not actor.is_at(Role.HEAD, row.department_id):
            raise Refusal("not_your_track")
        row.state = next_state(row.state, "release")
        row.assignee_id, row.version = None, row.version + 1
        record(session, case, Tag.TRACK_RELEASED, actor=actor, now=now, track=row)
