"""What a joint completion opinion rests on, from every case of the project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.letters.answers import ENDINGS
from approvals.domain.states import GRANTED, UNDECIDED, CaseState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack

_LIVE = GRANTED | UNDECIDED


@dataclass(frozen=True)
class Standing:
    """Where an item of the project stands now. `number` and `dated_on` are those of the letter it ended in, if any."""

    track_id: int
    department_id: int
    state: TrackState
    number: str = ""
    dated_on: dt.date | None = None


def standings_of_items(session: Session, project_id: int, items: Collection[str]) -> Mapping[str, Standing]:
    """The standing of each of these items that the project ever applied for, in whichever case; two statements.

    An item that was refused and applied for again counts as the later application: the live track, else the newest.
    """
    tracks = session.execute(
        select(Track.item_code, Track.id, Track.department_id, Track.state)
        .where(Track.project_id == project_id, Track.item_code.in_(items))
        .order_by(Track.id)
    ).all()
    newest = {row.item_code: row for row in sorted(tracks, key=lambda row: row.state in _LIVE)}
    letters = _letters(session, [row.id for row in newest.values()])
    return {
        code: Standing(row.id, row.department_id, row.state, *letters.get(row.id, ("", None)))
        for code, row in newest.items()
    }


def _letters(session: Session, track_ids: Collection[int]) -> Mapping[int, tuple[str, dt.date]]:
    """The number a result is known by (its own, else that of its letter) and its day; the last letter counts."""
    rows = session.execute(
        select(DocumentTrack.track_id, func.coalesce(Document.result_number, Document.number), Document.dated_on)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(DocumentTrack.track_id.in_(track_ids), Document.kind.in_(ENDINGS))
        .order_by(Document.id)
    )
    return {track_id: (number, dated_on) for track_id, number, dated_on in rows}


def answers_of_project(session: Session, project_id: int) -> Mapping[str, Any]:
    """Everything the applicant has answered in the filings of the project; a later answer replaces an earlier one."""
    filings = session.scalars(
        select(Case.answers).where(Case.project_id == project_id, Case.state != CaseState.DRAFT).order_by(Case.filed_at)
    )
    return {key: answer for answers in filings for key, answer in answers.items()}
