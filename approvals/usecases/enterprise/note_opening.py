"""The applicant has opened a letter: the first time is kept beside it, as a mark of its arrival."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.letters import Document
from approvals.queries.arrivals import CORRECTION
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.correction_clock import open_notice, postpone_to_arrival
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def note_opening(*, document: int, actor: Actor, now: dt.datetime) -> None:
    """Keep who opened it first and when; later openings leave it as it is. Called with a letter the actor was given.

    A one-time notice that comes later than it was written is answered later, too.
    """
    with unit_of_work() as session:
        found = select(Document.kind, Document.case_id).where(Document.id == document)
        kind, case_id = session.execute(found).one()
        case = locked_case(session, case_id) if kind == CORRECTION and case_id else None
        session.execute(
            update(Document)
            .where(Document.id == document, Document.opened_at.is_(None))
            .values(opened_at=now, opened_by_id=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        notice = open_notice(session, case) if case is not None else None
        if case is not None and notice is not None:
            postpone_to_arrival(session, case, notice, load_calendar(session), actor=actor, now=now)
