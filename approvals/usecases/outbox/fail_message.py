"""A worker gives a row back after a failure: again later, or to the dead letters."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.claims import MOST_ATTEMPTS, Claim, give_back
from departments.domain.actor import Actor

FIRST_WAIT = dt.timedelta(seconds=10)
GROWTH = 3
"""Waits of 10 s, 30 s, 90 s … two hours: eight attempts outlive a mail server's restart and most of its bad mornings."""
LONGEST_ERROR = 2000


def wait_before_next(attempts: int, luck: float) -> dt.timedelta:
    """The pause after the `attempts`-th failure; `luck` in [0, 1) spreads those who failed together."""
    return FIRST_WAIT * int(GROWTH ** (attempts - 1)) * (0.5 + luck)


def fail_message(*, claim: Claim, error: str, luck: float, actor: Actor, now: dt.datetime) -> bool:
    """Put the row back, or lay it with the dead after the last attempt (then True); nothing when the lease is lost."""
    is_last = claim.attempts >= MOST_ATTEMPTS
    values = {
        "last_error": error[:LONGEST_ERROR],
        "dead_at": now if is_last else None,
        "next_attempt_at": now + wait_before_next(claim.attempts, luck),
    }
    with unit_of_work() as session:
        give_back(session, claim, **values)
    return is_last
