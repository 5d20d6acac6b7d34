"""The applicant confirms in its account what the clerk filled in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound
from approvals.models.window import CounterFiling
from approvals.usecases.counter.confirmed import stands_confirmed
from approvals.usecases.desk import own_draft
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def confirm_counter(*, case: str, version: int, method: str, actor: Actor, now: dt.datetime) -> None:
    """`method`: how the person proved to be it, password or totp; confirming the same draft again is confirming once.

    Raises Stale when the draft is another by now.
    """
    with unit_of_work() as session:
        row = own_draft(session, case, actor, version)
        filing = session.scalar(select(CounterFiling).where(CounterFiling.case_id == row.id))
        if filing is None or actor.on_behalf:
            raise NotFound
        if filing.confirmed_by == actor.account_id and stands_confirmed(session, row, filing):
            return
        filing.method, filing.confirmed_by, filing.signer_name = method, actor.account_id, actor.name
        filing.confirmed_at, filing.confirmed_version = now, row.version
        record(session, row, Tag.COUNTER_CONFIRMED, actor=actor, now=now, method=method, version=row.version)
