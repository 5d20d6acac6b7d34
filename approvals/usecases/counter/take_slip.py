"""The applicant has signed the printed confirmation at the counter; the clerk scans it in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound
from approvals.models.papers import StoredFile
from approvals.models.window import CounterFiling
from approvals.usecases.counter.confirmed import draft_at_counter, stands_confirmed
from approvals.usecases.desk import require, stale
from approvals.usecases.enterprise.paper_versions import keep_file
from approvals.usecases.journal import record
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def take_slip(*, case: str, version: int, signer: str, stored: Stored, actor: Actor, now: dt.datetime) -> None:
    """Record who signed, when, and the scan; the same scan taken again for the same draft is taken once.

    Raises Invalid without a name, Stale when the draft is another by now.
    """
    require(signer=signer)
    with unit_of_work() as session:
        row = draft_at_counter(session, case, actor)
        filing = session.scalar(select(CounterFiling).where(CounterFiling.case_id == row.id))
        if filing is None:
            raise NotFound
        if row.version != version:
            raise stale(session, row)
        if stands_confirmed(session, row, filing) and _is_taken(session, filing, signer.strip(), stored, actor):
            return
        file = keep_file(session, stored, now)
        filing.method, filing.signer_name, filing.confirmed_by = "slip", signer.strip(), None
        filing.confirmed_at, filing.confirmed_version = now, row.version
        filing.slip_file_id, filing.slip_taken_by = file.id, actor.account_id
        record(session, row, Tag.COUNTER_CONFIRMED, actor=actor, now=now, method="slip", version=row.version)


def _is_taken(session: Session, filing: CounterFiling, signer: str, stored: Stored, actor: Actor) -> bool:
    if (filing.method, filing.signer_name, filing.slip_taken_by) != ("slip", signer, actor.account_id):
        return False
    return session.scalar(select(StoredFile.sha256).where(StoredFile.id == filing.slip_file_id)) == stored.sha256
