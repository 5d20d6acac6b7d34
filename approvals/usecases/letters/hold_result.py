"""A signed result waits at the press while a promise it rests on is broken: the head hears of it and decides."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import GRANTED, DocumentState, LineState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine
from approvals.models.traces import CaseEvent
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor

HELD = frozenset({LineState.OPEN, LineState.BROKEN})


def hold_result(*, document: int, actor: Actor, now: dt.datetime) -> bool:
    """True while a grant that is signed must not be issued; said once per document, and let go by itself afterwards."""
    with unit_of_work() as session:
        row = session.get_one(Document, document)
        if row.state is not DocumentState.QUEUED or row.kind not in set(RESULT_LETTERS.values()):
            return False
        broken = _broken(session, row)
        if broken is None:
            return False
        case, track = locked_track(session, broken.track_id)
        said = select(CaseEvent.facts).where(CaseEvent.track_id == track.id, CaseEvent.tag == Tag.DOCUMENT_HELD.value)
        if document in {facts["document"] for facts in session.scalars(said)}:
            return True
        record(session, case, Tag.DOCUMENT_HELD, actor=actor, now=now, track=track, document=document, line=broken.id)
        tell(session, case, "result_held", now=now, track=track, once=str(document))
        return True


def _broken(session: Session, document: Document) -> CommitmentLine | None:
    """The first line of a granted item of this letter that is owed or broken: nothing that was passed may hide it."""
    return session.scalars(
        select(CommitmentLine)
        .join(DocumentTrack, DocumentTrack.track_id == CommitmentLine.track_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .where(DocumentTrack.document_id == document.id, Track.state.in_(GRANTED), CommitmentLine.state.in_(HELD))
        .order_by(CommitmentLine.id)
    ).first()
