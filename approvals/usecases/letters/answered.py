"""Which items a letter answers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack


def tracks_of(session: Session, letter: Document) -> list[Track]:
    """The items that a letter answers; none for a letter about the whole case."""
    answered = select(DocumentTrack.track_id).where(DocumentTrack.document_id == letter.id)
    return list(session.scalars(select(Track).where(Track.id.in_(answered)).order_by(Track.id)))
