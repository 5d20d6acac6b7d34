"""A worker gives back rows that it took and has not begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import Claim, give_back
from departments.domain.actor import Actor


def leave_messages(*, claims: Sequence[Claim], actor: Actor, now: dt.datetime) -> None:
    """Due as before, as if they had never been taken; nothing of those whose lease is lost."""
    with unit_of_work() as session:
        for claim in claims:
            give_back(session, claim, attempts=OutboxMessage.attempts - 1)
