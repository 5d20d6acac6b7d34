"""The applicant has opened a letter: the first time is kept beside it, as a mark of its arrival."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.letters import Document
from departments.domain.actor import Actor


def note_opening(*, document: int, actor: Actor, now: dt.datetime) -> None:
    """Keep who opened it first and when; later openings leave it as it is. Called with a letter the actor was given."""
    with unit_of_work() as session:
        session.execute(
            update(Document)
            .where(Document.id == document, Document.opened_at.is_(None))
            .values(opened_at=now, opened_by_id=actor.account_id)
            .execution_options(synchronize_session=False)
        )
