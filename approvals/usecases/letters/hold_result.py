"""A signed result waits at the press while a promise it rests on is broken: the head hears of it and decides."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import GRANTED, HOLDS_A_RESULT, DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine
from approvals.models.traces import CaseEvent
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor

RESULTS = frozenset(RESULT_LETTERS.values())


def hold_result(*, document: int, actor: Actor, now: dt.datetime) -> bool:
    """True while a grant that is signed must not be issued; said once per document, and let go by itself afterwards."""
    with reading() as session:  # nearly always nothing is: then no transaction that writes is opened
        if _broken(session, document) is None:
            return False
    with unit_of_work() as session:
        broken = _broken(session, document)
        if broken is None:
            return False
        item, line = broken
        case, track = locked_track(session, item)
        said = select(CaseEvent.facts).where(CaseEvent.track_id == track.id, CaseEvent.tag == Tag.DOCUMENT_HELD.value)
        if document in {facts["document"] for facts in session.scalars(said)}:
            return True
        record(session, case, Tag.DOCUMENT_HELD, actor=actor, now=now, track=track, document=document, line=line)
        tell(session, case, "result_held", now=now, track=track, once=str(document))
        return True


_BROKEN = (
    select(CommitmentLine.track_id, CommitmentLine.id)
    .join(DocumentTrack, DocumentTrack.track_id == CommitmentLine.track_id)
    .join(Track, Track.id == CommitmentLine.track_id)
    .join(Document, Document.id == DocumentTrack.document_id)
    .where(Document.id == bindparam("document"), Document.state == DocumentState.QUEUED, Document.kind.in_(RESULTS))
    .where(Track.state.in_(GRANTED), CommitmentLine.state.in_(HOLDS_A_RESULT))
    .order_by(CommitmentLine.id)
    .limit(1)
)
"""The first line of a granted item of this letter that is owed or broken: nothing that was passed may hide it.

None also of a letter that is printed already or is no result. Put together once, because it is asked of every letter.
"""


def _broken(session: Session, document: int) -> tuple[int, int] | None:
    """Track and line."""
    found = session.execute(_BROKEN, {"document": document}).one_or_none()
    return (found.track_id, found.id) if found is not None else None
