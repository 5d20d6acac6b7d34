"""Letters that hold, and how they cease to: replaced by a newer one, or ended by a decision that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from approvals.domain.duties import DutyKind
from approvals.domain.refusals import Refusal
from approvals.domain.states import UNDECIDED, CaseState, DocumentState
from approvals.models.cases import Case, Track, TrackUpstream
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.models.watch import Duty
from approvals.queries.effects import RESULTS
from approvals.usecases.issuing import Issued

IN_FORCE = (DocumentState.QUEUED, DocumentState.ISSUED)
CONFIRMATION = "whole_case_confirmation"


def result_held(session: Session, track: Track, kinds: Collection[str] = RESULTS) -> Document:
    """The newest letter of these kinds that holds for the track; raises Refusal 'no_result_held'."""
    found = session.scalar(
        select(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(DocumentTrack.track_id == track.id, Document.kind.in_(kinds), Document.state.in_(IN_FORCE))
        .order_by(Document.id.desc())
        .limit(1)
    )
    if found is None:
        raise Refusal("no_result_held")
    return found


def end_letter(letter: Document, by: Issued | None, because: str, on: dt.date) -> None:
    """It is no longer valid since `on`; `by` is the decision that says so, where the house made it."""
    letter.state, letter.revoked_on, letter.ended_because = DocumentState.REVOKED, on, because
    letter.replaced_by_id = by.id if by else None


def end_confirmation(session: Session, case: Case, because: str, on: dt.date) -> None:
    """A confirmation that lists what no longer holds is ended with it: the steward issues a true one."""
    listed = select(Document).where(
        Document.case_id == case.id, Document.kind == CONFIRMATION, Document.state.in_(IN_FORCE)
    )
    for letter in session.scalars(listed):
        end_letter(letter, None, because, on)


def items_behind(session: Session, track: Track) -> list[str]:
    """The running items of the case that wait for this one's result or use it: their desks must hear of its end."""
    waits = select(TrackUpstream.track_id).where(TrackUpstream.upstream_id == track.id)
    return list(
        session.scalars(
            select(Track.item_code).where(Track.id.in_(waits), Track.state.in_(list(UNDECIDED))).order_by(Track.id)
        )
    )


def hand_down_again(session: Session, old: Document, new: Issued, now: dt.datetime) -> None:
    """Running cases that were handed the old letter as a paper get the new one as its next version."""
    newest = (
        select(MaterialVersion.case_material_id, func.max(MaterialVersion.number).label("number"))
        .group_by(MaterialVersion.case_material_id)
        .subquery()
    )
    handed = session.execute(
        select(MaterialVersion.case_material_id, MaterialVersion.number)
        .join(
            newest,
            (newest.c.case_material_id == MaterialVersion.case_material_id)
            & (newest.c.number == MaterialVersion.number),
        )
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(MaterialVersion.document_id == old.id, Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]))
    )
    for paper, number in handed.all():
        session.add(
            MaterialVersion(
                case_material_id=paper, number=number + 1, document_id=new.id, supplied_by=None, supplied_at=now
            )
        )


def nothing_is_owed(session: Session, track: Track, now: dt.datetime) -> None:
    """What a grant owed is not owed any more once it does not hold."""
    session.execute(
        update(Duty)
        .where(Duty.track_id == track.id, Duty.done_at.is_(None))
        .values(done_at=now, next_alarm_at=None)
        .execution_options(synchronize_session=False)
    )


def delivery_is_owed(session: Session, track: Track, due_on: dt.date, next_alarm_at: dt.datetime) -> None:
    """A letter that replaces a result is to be served like the first one."""
    session.execute(
        update(Duty)
        .where(Duty.track_id == track.id, Duty.round == track.round, Duty.kind == DutyKind.DELIVERY.value)
        .values(due_on=due_on, done_at=None, done_by=None, next_alarm_at=next_alarm_at)
        .execution_options(synchronize_session=False)
    )
