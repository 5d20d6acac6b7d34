"""An examiner takes a track from the department's queue."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.usecases.desk import track_at_desk
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def claim(*, track: str, version: int, actor: Actor, now: dt.datetime) -> None:
    """Make the actor the track's examiner; raises Stale when a colleague was faster.

    A track behind an upstream result can be claimed too: its papers are read meanwhile, its clock waits.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        if row.assignee_id is not None:
            raise Refusal("already_claimed")
        row.state = next_state(row.state, "claim")
        row.assignee_id, row.version = actor.account_id, row.version + 1
        record(session, case, Tag.TRACK_CLAIMED, actor=actor, now=now, track=row)
