"""A worker says that an effect outside the house (a mail) has happened."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor


def finish_message(*, claim: Claim, actor: Actor, now: dt.datetime) -> None:
    """Mark the row done; raises LeaseLost when it is no longer this worker's.

    An effect outside is at least once: a worker that dies between the sending and this is sent again, under the
    same message id.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
