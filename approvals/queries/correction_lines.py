"""Which lines of an open one-time notice somebody still waits for."""

from __future__ import annotations

from sqlalchemy import Select, select

from approvals.domain.states import TrackState
from approvals.models.cases import Track
from approvals.models.papers import MaterialDemand


def papers_waited_for() -> Select[int]:
    """The papers that an item in correction wants: what only ended items wanted need not be answered any more, also when
    an item that goes on has the paper already."""
    return (
        select(MaterialDemand.case_material_id)
        .join(Track, Track.id == MaterialDemand.track_id)
        .where(Track.state == TrackState.CORRECTION_OPEN)
    )
