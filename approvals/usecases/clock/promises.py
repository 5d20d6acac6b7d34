"""An open promise line with everything that is said about it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import LineState
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.usecases.clock.locking import locked_track


def open_line(session: Session, line_id: int) -> tuple[Case, Track, CommitmentLine, CaseMaterial] | None:
    """The line with its locked case, track and paper; None once it is kept, broken, released or its item has ended."""
    track_id = session.scalars(select(CommitmentLine.track_id).where(CommitmentLine.id == line_id)).one()
    case, track = locked_track(session, track_id)
    line = session.scalars(select(CommitmentLine).where(CommitmentLine.id == line_id)).one()
    if line.state is not LineState.OPEN or line.due_on is None or track.ended_at is not None:
        return None
    return case, track, line, session.get_one(CaseMaterial, line.case_material_id)
