"""A worker gives back rows that it took together and has not begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import Claim
from departments.domain.actor import Actor


def leave_messages(*, queue: str, claims: Sequence[Claim], actor: Actor, now: dt.datetime) -> None:
    """Due as before, as if they had never been taken, and rung for; nothing of those whose lease is lost."""
    row = OutboxMessage
    held = (
        row.id.in_([claim.message_id for claim in claims]),
        row.lease_token.in_({claim.token for claim in claims}),
        row.done_at.is_(None),
    )
    with unit_of_work() as session:
        session.execute(update(row).where(*held).values(lease_token=None, lease_until=None, attempts=row.attempts - 1))
        session.info.setdefault("bells", set()).add(queue)
