"""A letter could not be printed: its page says so while the worker tries again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from departments.domain.actor import Actor


def note_failure(*, document: int, error: str, actor: Actor, now: dt.datetime) -> None:
    """Keep the last error with the letter, unless it has been issued meanwhile."""
    with unit_of_work() as session:
        session.execute(
            update(Document)
            .where(Document.id == document, Document.state == DocumentState.QUEUED)
            .values(failure=error)
        )
