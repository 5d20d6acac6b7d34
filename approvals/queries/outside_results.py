"""Results that another system made, as an examiner registered them and before a head has signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import NotFound
from approvals.models.cases import Proposal
from approvals.models.letters import OutsideResult
from approvals.models.papers import StoredFile
from approvals.queries.access import find_track
from approvals.queries.department_file import PaperFile
from approvals.queries.version_files import refuse_unclean
from departments.domain.actor import Actor


@dataclass(frozen=True)
class OutsideRow:
    """Number, day and the name of the file, by the proposal it came with."""

    proposal: int
    number: str
    dated_on: dt.date
    file_name: str


def outside_results(session: Session, track_id: int) -> dict[int, OutsideRow]:
    """What was registered for a track, by proposal."""
    rows = session.execute(
        select(OutsideResult, StoredFile.display_name)
        .join(Proposal, Proposal.id == OutsideResult.proposal_id)
        .join(StoredFile, StoredFile.id == OutsideResult.file_id)
        .where(Proposal.track_id == track_id)
    )
    return {row.proposal_id: OutsideRow(row.proposal_id, row.number, row.dated_on, name) for row, name in rows}


def outside_file_of(session: Session, track: str, proposal: int, actor: Actor) -> PaperFile:
    """The bytes of a registered result of this track, for its own department."""
    row = find_track(session, track, actor)
    found = session.scalar(
        select(StoredFile)
        .join(OutsideResult, OutsideResult.file_id == StoredFile.id)
        .join(Proposal, Proposal.id == OutsideResult.proposal_id)
        .where(Proposal.track_id == row.id, Proposal.id == proposal)
    )
    if found is None or row.department_id not in actor.department_ids:
        raise NotFound
    refuse_unclean(found)
    return PaperFile(found.sha256, found.media_type, found.display_name)
