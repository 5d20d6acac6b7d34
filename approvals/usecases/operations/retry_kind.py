"""An operator sends all dead outbox rows of one kind round again, when what they failed by is over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.models.traces import OutboxMessage
from approvals.queries.scope import require_everything
from approvals.usecases.operations.retry_message import send_round_again
from departments.domain.actor import Actor
from departments.domain.permissions import may


def retry_kind(*, kind: str, actor: Actor, now: dt.datetime) -> int:
    """Make every dead row of this kind due again and ring its queue; returns how many.

    Raises NotAllowed, or Refusal('not_dead') when none is dead (any more).
    """
    if not may(actor, "administer"):
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        require_everything(session, actor)
        dead = select(OutboxMessage).where(
            OutboxMessage.kind == kind, OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None)
        )
        rows = session.scalars(dead.order_by(OutboxMessage.id).with_for_update()).all()
        if not rows:
            raise Refusal("not_dead")
        for row in rows:
            send_round_again(session, row, now)
        return len(rows)
