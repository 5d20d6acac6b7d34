"""A worker takes the next due rows of its queue, by turn and then by age, for as long as a lease."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, select, update
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


def claim_messages(*, queue: str, most: int = 1, actor: Actor, now: dt.datetime) -> list[Claim]:
    """The rows now in this worker's hands, in their order; two workers never get the same one.

    Up to `most` of them together, in one transaction: what is small costs less than its taking. What has attempts
    behind it comes alone, so that a row that kills its worker takes nobody along who was hurt once already; and when it
    has done so until no attempt is left, it is laid with the dead instead.
    """
    with unit_of_work() as session:
        while (claims := _take(session, queue, most, now)) and claims[0].attempts > MOST_ATTEMPTS:
            _bury(session, claims[0], now)
        return claims


def _take(session: Session, queue: str, most: int, now: dt.datetime) -> list[Claim]:
    """On PostgreSQL rows in other hands are skipped, on SQLite the write transaction is the lock."""
    due = session.execute(_next(due_now), {"from_queue": queue, "at": now, "most": most}).all()
    chosen = due[:1] if due and due[0].attempts else list(takewhile(lambda row: not row.attempts, due))
    if not chosen:
        return []
    token = secrets.token_hex(16)
    session.execute(_TAKEN, {"rows": [row.id for row in chosen], "token": token, "until": now + LEASE})
    return [Claim(row.id, row.key, row.kind, row.payload, row.attempts + 1, token) for row in chosen]


@cache
def _next(due: Callable[[Any], ColumnElement[bool]]) -> Select[tuple[int, str, str, dict[str, Any], int]]:
    """Put together once: it is sent all day, and making it costs more than its way to the database."""
    one = OutboxMessage
    return (
        select(one.id, one.key, one.kind, one.payload, one.attempts)
        .where(one.queue == bindparam("from_queue"), due(bindparam("at")))
        .order_by(one.turn, one.due_at, one.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


_TAKEN = (
    update(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("rows", expanding=True)))
    .values(lease_token=bindparam("token"), lease_until=bindparam("until"), attempts=OutboxMessage.attempts + 1)
    .execution_options(synchronize_session=False)
)


def _bury(session: Session, claim: Claim, now: dt.datetime) -> None:
    """Among the dead letters, and said where somebody waits for it."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == claim.message_id)
        .values(dead_at=now, lease_token=None, lease_until=None, last_error=WORKERS_DIED)
    )
    if claim.kind in NOTED:
        model, name = NOTED[claim.kind]
        session.execute(update(model).where(model.id == claim.payload[name]).values(failure=WORKERS_DIED))
