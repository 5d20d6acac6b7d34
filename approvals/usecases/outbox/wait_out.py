"""A worker puts a row back because something outside is away: no failure of the row's own, and never a dead letter."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import Claim, give_back
from approvals.usecases.outbox.fail_message import LONGEST_ERROR
from departments.domain.actor import Actor

FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(minutes=2)
AWAY = "away"
"""How often a row was put back for this, in its payload: the attempts count what is its own fault."""


def wait_before_next_look(times: int, luck: float) -> dt.timedelta:
    """5 s, 10 s, 20 s … two minutes; `luck` in [0, 1) spreads those who wait together."""
    return min(FIRST_WAIT * (1 << min(times, 10)), LONGEST_WAIT) * (0.5 + luck)


def wait_out(*, claim: Claim, error: str, luck: float, actor: Actor, now: dt.datetime) -> None:
    """Due again soon, as if it had never been taken; nothing when the lease is lost."""
    times = int(claim.payload.get(AWAY, 0))
    with unit_of_work() as session:
        give_back(
            session,
            claim,
            payload={**claim.payload, AWAY: times + 1},
            attempts=OutboxMessage.attempts - 1,
            next_attempt_at=now + wait_before_next_look(times, luck),
            last_error=error[:LONGEST_ERROR],
        )
