"""A history that was told in one sitting owes nobody a message: its notices count as told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from departments.domain.actor import Actor


def settle_history(*, until: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Close every notice written for a moment before `until`; letters stay due, they must exist."""
    with unit_of_work() as session:
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.kind == "tell",
                OutboxMessage.created_at <= until,
                OutboxMessage.done_at.is_(None),
                OutboxMessage.dead_at.is_(None),
            )
            .values(done_at=now)
        )
