"""Lock the case first, as every verb does; a worker knows rows by their own id."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.cases import Case, Track


def locked_case(session: Session, case_id: int) -> Case:
    """The case, its row locked until the transaction ends."""
    return session.scalars(select(Case).where(Case.id == case_id).with_for_update(key_share=True)).one()


def locked_track(session: Session, track_id: int) -> tuple[Case, Track]:
    """A track read after its case was locked: what it says can no longer change under us."""
    case_id = session.scalars(select(Track.case_id).where(Track.id == track_id)).one()
    case = locked_case(session, case_id)
    return case, session.scalars(select(Track).where(Track.id == track_id)).one()
