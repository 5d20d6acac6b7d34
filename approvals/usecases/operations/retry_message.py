"""An operator sends a dead outbox row round again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.models.traces import OutboxMessage
from approvals.queries.scope import require_everything
from departments.domain.actor import Actor
from departments.domain.permissions import may

ROUND_AGAIN: Mapping[str, Any] = MappingProxyType(
    {"dead_at": None, "attempts": 0, "lease_token": None, "lease_until": None}
)
"""What a row is given that starts again; due it is at the moment that it is asked for."""


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
        for name, value in {**ROUND_AGAIN, "next_attempt_at": now}.items():
            setattr(row, name, value)
        session.info.setdefault("bells", set()).add(row.queue)
