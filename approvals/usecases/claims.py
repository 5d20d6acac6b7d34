"""A worker's hold on one outbox row, and the one statement by which an effect and its row are done together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CursorResult, bindparam, update
from sqlalchemy.orm import Session

from approvals.models.traces import OutboxMessage

MOST_ATTEMPTS = 8
LEASE = dt.timedelta(seconds=45)
"""Longer than any single act may take (a worker cuts it off after 40 s), and short, because it is what a row waits after
its worker was killed."""


@dataclass(frozen=True)
class Claim:
    """An outbox row in the hands of one worker; `token` proves that the lease is still this worker's.

    `clock` tells the moment at which it is done: printing, sealing and sending take their time.
    """

    message_id: int
    key: str
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    token: str
    clock: Callable[[], dt.datetime] | None = field(default=None, compare=False)


_SETTLED = (
    update(OutboxMessage)
    .where(
        OutboxMessage.id == bindparam("message"), OutboxMessage.lease_token == bindparam("token"),
        OutboxMessage.done_at.is_(None),
    )
    .values(lease_token=None, lease_until=None, done_at=bindparam("done"), last_error="")
    .execution_options(synchronize_session=False)
)  # fmt: skip
"""Put together once, because every row ends with it."""


class LeaseLost(Exception):
    """Another worker has taken the row meanwhile: this one's effect must not happen."""


def settle(session: Session, claim: Claim | None, now: dt.datetime) -> dt.datetime:
    """Mark the row done inside the transaction of its effect, and tell when; raises LeaseLost, which rolls it back.

    Call it first: the row stays locked until the commit, so that nobody can take it even when the lease runs out.
    Without a claim (a person or a test asks for the effect) there is nothing to settle, and it is done `now`.
    """
    if claim is None:
        return now
    done = claim.clock() if claim.clock is not None else now
    given = {"message": claim.message_id, "token": claim.token, "done": done}
    ended = session.execute(_SETTLED, given)
    if not isinstance(ended, CursorResult) or ended.rowcount != 1:
        raise LeaseLost(claim.key)
    return done


def give_back(session: Session, claim: Claim, **values: Any) -> None:
    """Let the row go undone, with these values; nothing when the lease is lost."""
    _let_go(session, claim, **values)


def _let_go(session: Session, claim: Claim, **values: Any) -> bool:
    """End the lease, if it is still this worker's; False when it is not."""
    held = (
        OutboxMessage.id == claim.message_id,
        OutboxMessage.lease_token == claim.token,
        OutboxMessage.done_at.is_(None),
    )
    ended = session.execute(update(OutboxMessage).where(*held).values(lease_token=None, lease_until=None, **values))
    return isinstance(ended, CursorResult) and ended.rowcount == 1
