"""An operator sends a dead outbox row round again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.models.traces import OutboxMessage
from approvals.queries.scope import require_everything
from departments.domain.actor import Actor
from departments.domain.permissions import may


def retry_message(*, message: int, actor: Actor, now: dt.datetime) -> None:
    """Make a dead row due again with a fresh count of attempts and ring its queue.

    Raises NotAllowed, NotFound, or Refusal('not_dead') when a worker or a colleague was quicker.
    """
    if not may(actor, "administer"):
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        require_everything(session, actor)
        row = session.get(OutboxMessage, message, with_for_update=True)
        if row is None:
            raise NotFound
        if row.dead_at is None or row.done_at is not None:
            raise Refusal("not_dead")
        send_round_again(session, row, now)


def send_round_again(session: Session, row: OutboxMessage, now: dt.datetime) -> None:
    """Due at once, with all its attempts; its queue is rung after the commit."""
    row.dead_at = None
    row.attempts = 0
    row.next_attempt_at = now
    row.lease_token = row.lease_until = None
    session.info.setdefault("bells", set()).add(row.queue)
