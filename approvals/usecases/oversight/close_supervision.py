"""The supervisor closes a notice: what was asked is done, or the item has ended."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import UNDECIDED
from approvals.models.oversight import SupervisionReply
from approvals.queries.scope import SUPERVISES, oversees
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from approvals.usecases.oversight.finding import open_notice
from departments.domain.actor import Actor
from departments.domain.permissions import may


def close_supervision(*, notice: str, note: str, actor: Actor, now: dt.datetime) -> None:
    """Close a notice with what came of it.

    Raises Invalid without words, Refusal 'supervision_unanswered' while the item is in hand and nothing was answered,
    'supervision_closed'.
    """
    if not may(actor, "supervise") or actor.account_id is None:
        raise NotAllowed("supervise_only")
    require(note=note)
    with unit_of_work() as session:
        case, track, row = open_notice(session, notice, actor)
        if not oversees(session, actor, case.project.division_id, SUPERVISES):
            raise NotFound
        answered = session.scalar(select(SupervisionReply.id).where(SupervisionReply.notice_id == row.id).limit(1))
        if answered is None and track.state in UNDECIDED:
            raise Refusal("supervision_unanswered")
        row.closing_note, row.closed_by, row.closed_at = note.strip(), actor.account_id, now
        record(session, case, Tag.SUPERVISION_CLOSED, actor=actor, now=now, track=track, notice=row.id)
        tell(session, case, "supervision_closed", now=now, track=track, once=str(row.id))
