"""A number that was given and is wrong is struck out: never given again, and the register says who, why and when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.answers import ENDINGS
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import ENDED, DocumentState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack, NumberVoid, ServiceProof
from approvals.queries.scope import require_everything
from approvals.usecases.journal import record
from departments.domain.actor import Actor
from departments.domain.permissions import may


def void_number(*, number: str, reason: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Strike out a number and, because they name one paper, the other number of the same document; returns them.

    The document holds no longer, whether it was printed already or not. What has been served, and the letter that a
    decided item rests on, is not struck out but revoked or replaced by its own letter. Raises NotAllowed for whoever is
    no administrator, NotFound when not exactly one document has the number, Invalid without a reason, Refusal
    'already_served', 'result_stands', 'number_already_void', or 'bulletin_stands': every department has a bulletin.
    """
    if not may(actor, "administer"):
        raise NotAllowed("administer_only")
    if not reason.strip():
        raise Invalid({"reason": ("required", {})})
    with unit_of_work() as session:
        require_everything(session, actor)
        case, row = _the_document(session, number.strip())
        if row.state is not DocumentState.QUEUED and row.state is not DocumentState.ISSUED:
            raise Refusal("number_already_void", number=number)
        if row.opened_at or session.scalar(select(ServiceProof.id).where(ServiceProof.document_id == row.id)):
            raise Refusal("already_served")
        if row.kind in ENDINGS and session.scalar(_ended_by(row)) is not None:
            raise Refusal("result_stands", number=number)
        places = [(row.register, row.period, row.serial, row.number)]
        if row.result_register is not None and row.result_period is not None and row.result_serial is not None:
            places.append((row.result_register, row.result_period, row.result_serial, row.result_number or ""))
        for register, period, serial, text in places:
            session.add(
                NumberVoid(
                    register=register, period=period, serial=serial, number=text, document_id=row.id,
                    reason=reason.strip(), voided_by=actor.account_id, voided_at=now,
                )
            )  # fmt: skip
        row.state, row.revoked_on, row.ended_because = DocumentState.REVOKED, local_day(now), reason.strip()
        record(session, case, Tag.NUMBER_VOIDED, actor=actor, now=now, document=row.id, number=row.number)
        return tuple(place[3] for place in places)


def _ended_by(letter: Document) -> Select[int]:
    """An item that this letter ended: without it the decision would stand and nothing would say so."""
    answered = select(DocumentTrack.track_id).where(DocumentTrack.document_id == letter.id)
    return select(Track.id).where(Track.id.in_(answered), Track.state.in_(list(ENDED))).limit(1)


def _the_document(session: Session, number: str) -> tuple[Case, Document]:
    """The one document of this number and its case, the case locked first; a number that several papers carry (a
    project code) names none."""
    found = session.scalars(
        select(Document).where(or_(Document.number == number, Document.result_number == number)).limit(2)
    ).all()
    if len(found) != 1:
        raise NotFound
    if found[0].case_id is None:
        raise Refusal("bulletin_stands", number=number)
    case = session.scalars(select(Case).where(Case.id == found[0].case_id).with_for_update()).one()
    session.refresh(found[0], with_for_update=True)
    return case, found[0]
