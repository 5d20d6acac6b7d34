"""What a worker asks of the outbox before it takes a row, and who ordered something, whether one still will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from approvals.models.traces import OutboxMessage


def due_now(now: dt.datetime) -> ColumnElement[bool]:
    """Neither done nor dead, its moment has come, and no worker's lease stands.

    `now` is the database's time. What was to be done at once is due whatever the clock of the host said that wrote it:
    one that goes ten minutes fast must not have people wait for ten minutes.
    """
    return and_(
        OutboxMessage.done_at.is_(None),
        OutboxMessage.dead_at.is_(None),
        or_(OutboxMessage.next_attempt_at <= now, OutboxMessage.next_attempt_at == OutboxMessage.created_at),
        or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until <= now),
    )


def has_due(session: Session, queue: str, now: dt.datetime) -> bool:
    """Whether a worker of this queue would find a row."""
    statement = select(OutboxMessage.id).where(OutboxMessage.queue == queue, due_now(now)).limit(1)
    return session.scalar(statement) is not None


@dataclass(frozen=True)
class Fallen:
    """A row that was taken and neither done nor given back before its lease ran out."""

    key: str
    lease_until: dt.datetime


def fallen_rows(session: Session, queue: str, now: dt.datetime) -> list[Fallen]:
    """The rows of this queue whose worker fell, in the order of their taking, until somebody takes them again."""
    row = OutboxMessage
    out = (row.done_at.is_(None), row.dead_at.is_(None), row.lease_until <= now)
    statement = select(row.key, row.lease_until).where(row.queue == queue, *out)
    rows = session.execute(statement.order_by(row.turn, row.due_at, row.id))
    return [Fallen(key, until) for key, until in rows if until is not None]


def gave_up(kind: str, ordered: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Of something that was ordered, whether its row lies with the dead: nobody works on it any more."""
    row = OutboxMessage
    return exists().where(row.key == literal(f"{kind}:") + ordered, row.dead_at.is_not(None), row.done_at.is_(None))


def known_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys have a row, done or not."""
    return set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))))
