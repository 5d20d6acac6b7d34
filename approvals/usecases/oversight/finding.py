"""A notice of the supervisors, its case locked first, for whoever may do something about it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound, Refusal
from approvals.models.cases import Case, Track
from approvals.models.oversight import SupervisionNotice
from approvals.queries.access import find_track
from departments.domain.actor import Actor


def open_notice(session: Session, public_id: str, actor: Actor) -> tuple[Case, Track, SupervisionNotice]:
    """The notice while it is open; raises NotFound for an item the actor may not see, Refusal 'supervision_closed'."""
    track = session.scalar(
        select(Track.public_id)
        .join(SupervisionNotice, SupervisionNotice.track_id == Track.id)
        .where(SupervisionNotice.public_id == public_id)
    )
    if track is None:
        raise NotFound
    row = find_track(session, track, actor, lock=True)
    notice = session.scalars(select(SupervisionNotice).where(SupervisionNotice.public_id == public_id)).one()
    if notice.closed_at is not None:
        raise Refusal("supervision_closed")
    return row.case, row, notice
