"""The clerk begins to fill in a draft on behalf of the applicant."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.models.window import CounterFiling
from approvals.usecases.counter.confirmed import draft_at_counter
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def open_counter_filing(*, case: str, actor: Actor, now: dt.datetime) -> str:
    """Returns the public id of the filing, the one that is open when there is one; the applicant is told."""
    with unit_of_work() as session:
        row = draft_at_counter(session, case, actor)
        found = session.scalar(select(CounterFiling).where(CounterFiling.case_id == row.id))
        if found is not None:
            return found.public_id
        filing = CounterFiling(case_id=row.id, opened_by=actor.account_id or 0, opened_at=now)
        session.add(filing)
        session.flush()
        record(session, row, Tag.COUNTER_OPENED, actor=actor, now=now)
        tell(session, row, "counter_opened", now=now, once="counter")
        return filing.public_id
