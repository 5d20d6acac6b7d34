"""A worker takes the next due row of its queue, by turn and then by age, for as long as a lease."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, UpdateBase, bindparam, select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.models.bundles import Bundle
from approvals.models.intake import GuidePrint
from approvals.models.letters import Document, DraftPreview
from approvals.models.traces import OutboxMessage
from approvals.queries.outbox import due_now
from approvals.usecases.claims import LEASE, MOST_ATTEMPTS, Claim
from departments.domain.actor import Actor

WORKERS_DIED = "its worker died each time"
NOTED: Mapping[str, tuple[type[Document | Bundle | DraftPreview | GuidePrint], str]] = MappingProxyType(
    {
        "print": (Document, "document_id"),
        "bundle": (Bundle, "bundle_id"),
        "preview": (DraftPreview, "preview_id"),
        "guide": (GuidePrint, "guide_id"),
    }
)
"""Kinds whose page says it, as it does of every other failure, and which part of the payload names it."""


def claim_message(*, queue: str, actor: Actor, now: dt.datetime) -> Claim | None:
    """The row now in this worker's hands, or None when nothing is due; two workers never get the same row.

    A row that killed its workers so often that no attempt is left is laid with the dead instead.
    """
    with unit_of_work() as session:
        while (claim := _take(session, queue, now)) is not None and claim.attempts > MOST_ATTEMPTS:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == claim.message_id)
                .values(dead_at=now, lease_token=None, lease_until=None, last_error=WORKERS_DIED)
            )
            if claim.kind in NOTED:
                model, name = NOTED[claim.kind]
                made = model.id == claim.payload[name]
                session.execute(update(model).where(made).values(failure=WORKERS_DIED))
        return claim


def _take(session: Session, queue: str, now: dt.datetime) -> Claim | None:
    """One statement: on PostgreSQL rows in other hands are skipped, on SQLite the write transaction is the lock."""
    token = secrets.token_hex(16)
    given = {"from_queue": queue, "at": now, "token": token, "until": now + LEASE}
    row = session.execute(_taking(due_now), given).one_or_none()
    return Claim(row.id, row.key, row.kind, row.payload, row.attempts, token) if row else None


@cache
def _taking(due: Callable[[Any], ColumnElement[bool]]) -> UpdateBase:
    """Put together once: it is sent for every row, and making it costs more than its way to the database."""
    oldest = (
        select(OutboxMessage.id)
        .where(OutboxMessage.queue == bindparam("from_queue"), due(bindparam("at")))
        .order_by(OutboxMessage.turn, OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = update(OutboxMessage).where(OutboxMessage.id == oldest)
    taken = taken.values(
        lease_token=bindparam("token"), lease_until=bindparam("until"), attempts=OutboxMessage.attempts + 1
    )
    one = OutboxMessage
    return taken.returning(one.id, one.key, one.kind, one.payload, one.attempts).execution_options(
        synchronize_session=False
    )
