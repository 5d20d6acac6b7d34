"""Letters that are not made and files that nobody has looked through, long after both were due, and why.

What waits for something outside (a key service, a scanner) is put back again and again and never dies: no other count
finds it, because its next attempt is always near. So it is measured from the moment at which it was first due.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import GRANTED, HOLDS_A_RESULT, DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine
from approvals.models.traces import OutboxMessage
from approvals.queries.effects import Answer, answer_of

PATIENCE = dt.timedelta(minutes=15)
"""A service that is started again, or a busy morning's letters, are over by then."""


def letters_not_issued(session: Session, now: dt.datetime) -> Answer:
    """Numbered letters without a file that were to be made before the patience ended, also those that no row of the
    outbox speaks of any more. What a promise holds back is not late. One statement."""
    before, row = now - PATIENCE, OutboxMessage
    mine = and_(row.key == literal("print:document:") + cast(Document.id, String), row.done_at.is_(None))
    owed = and_(row.due_at <= before, _is_late(before))
    track = (
        select(func.min(Track.public_id))
        .join(DocumentTrack, DocumentTrack.track_id == Track.id)
        .where(DocumentTrack.document_id == Document.id)
        .scalar_subquery()
    )
    late = (
        select(
            case((row.id.is_(None), "letter_is_lost"), else_="letter_waits").label("what"),
            Document.number.label("name"),
            func.coalesce(Document.item_code, "").label("item"),
            func.coalesce(track, "").label("track"),
            func.coalesce(func.nullif(row.last_error, ""), Document.failure).label("why"),
        )
        .select_from(Document)
        .outerjoin(row, mine)
        .where(Document.state == DocumentState.QUEUED, Document.created_at <= before, or_(row.id.is_(None), owed))
        .where(~_is_held())
        .order_by(Document.id)
    )
    return answer_of(session, _counted(late))


def files_not_looked_at(session: Session, now: dt.datetime) -> Answer:
    """Files that came before the patience ended and that the scanner has not spoken about; whose row is dead is counted
    with the dead. One statement."""
    before, row = now - PATIENCE, OutboxMessage
    late = (
        select(
            literal("file_waits").label("what"), row.key.label("name"), literal("").label("item"),
            literal("").label("track"), row.last_error.label("why"),
        )
        .where(row.kind == "look_at_file", row.queue == "report", row.done_at.is_(None), row.dead_at.is_(None))
        .where(row.due_at <= before)
        .order_by(row.due_at, row.id)
    )  # fmt: skip
    return answer_of(session, _counted(late))


def _is_late(before: dt.datetime) -> ColumnElement[bool]:
    """Not put off until later on purpose, as a letter is whose promise was kept a moment ago: that says no error."""
    row = OutboxMessage
    return or_(row.next_attempt_at <= before, row.last_error != "", row.dead_at.is_not(None))


def _is_held() -> ColumnElement[bool]:
    """Signed, and held at the press because a promise it rests on is owed or broken."""
    return and_(
        Document.kind.in_(sorted(set(RESULT_LETTERS.values()))),
        exists()
        .where(DocumentTrack.document_id == Document.id, Track.id == DocumentTrack.track_id)
        .where(CommitmentLine.track_id == Track.id, CommitmentLine.state.in_(list(HOLDS_A_RESULT)))
        .where(Track.state.in_(list(GRANTED))),
    )


def _counted(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return rows.add_columns(func.count().over().label("found"))
