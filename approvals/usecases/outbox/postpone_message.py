"""A worker puts a row back untouched: its moment has not come after all."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import Claim
from departments.domain.actor import Actor


def postpone_message(*, claim: Claim, until: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Owed from `until` on, as if it had never been taken; nothing when the lease is lost."""
    with unit_of_work() as session:
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == claim.message_id,
                OutboxMessage.lease_token == claim.token,
                OutboxMessage.done_at.is_(None),
            )
            .values(lease_token=None, lease_until=None, next_attempt_at=until, attempts=OutboxMessage.attempts - 1)
        )
