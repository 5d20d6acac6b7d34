"""A look that must find nothing is over: how much it found stands where every operator sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.foundation.unit_of_work import unit_of_work
from approvals.models.watch import Reconciliation
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor


def note_look(
    *,
    counts: Mapping[str, int],
    facts: Mapping[str, Mapping[str, Any]],
    claim: Claim | None = None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Keep the newest count of each name; `facts`: name → some of what was found."""
    with unit_of_work() as session:
        settle(session, claim, now)
        for name, found in counts.items():
            row = session.get(Reconciliation, name) or Reconciliation(name=name)
            row.found, row.looked_at, row.facts = found, now, dict(facts.get(name, {}))
            session.add(row)
