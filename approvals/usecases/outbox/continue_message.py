"""A long chore has done a part: the row is due again at once, and says where to go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.claims import Claim, give_back
from departments.domain.actor import Actor


def continue_message(*, claim: Claim, payload: Mapping[str, Any], actor: Actor, now: dt.datetime) -> None:
    """Give the row back with what is known so far; a part done is no failed attempt. Nothing when the lease is lost."""
    with unit_of_work() as session:
        give_back(session, claim, payload=dict(payload), next_attempt_at=now, due_at=now, attempts=0)
