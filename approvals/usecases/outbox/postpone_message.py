"""A worker puts a row back untouched: its moment has not come after all."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import Claim, give_back
from departments.domain.actor import Actor


def postpone_message(*, claim: Claim, until: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Owed from `until` on, as if it had never been taken; nothing when the lease is lost."""
    with unit_of_work() as session:
        give_back(session, claim, next_attempt_at=until, attempts=OutboxMessage.attempts - 1)
