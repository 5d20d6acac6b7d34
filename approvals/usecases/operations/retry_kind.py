"""An operator sends all dead outbox rows of one kind round again, when what they failed by is over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.models.traces import OutboxMessage
from approvals.queries.scope import require_everything
from approvals.usecases.operations.retry_message import ROUND_AGAIN
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
        dead = (OutboxMessage.kind == kind, OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
        again = update(OutboxMessage).where(*dead).values({**ROUND_AGAIN, "next_attempt_at": now})
        queues = session.scalars(again.returning(OutboxMessage.queue)).all()
        if not queues:
            raise Refusal("not_dead")
        session.info.setdefault("bells", set()).update(queues)
        return len(queues)
