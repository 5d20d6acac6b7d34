"""A number that was given and is wrong is struck out: never given again, and the register says who, why and when.

What was done stands without its paper: the same letter goes out again under the next number.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.answers import ENDINGS, TAKEN_BACK
from approvals.domain.letters.frame import LetterFacts, Slip
from approvals.domain.letters.registry import AMONG_ORGANS, LETTERS, facts_from_json
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import ENDED, DocumentState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack, NumberVoid, ServiceProof
from approvals.queries.scope import require_everything
from approvals.usecases.framing import open_file
from approvals.usecases.hearing.told_again import told_again
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.letters.answered import tracks_of
from departments.domain.actor import Actor
from departments.domain.permissions import may
from departments.models.people import Department

DECISIONS = frozenset({*ENDINGS, *TAKEN_BACK})
ASKED_ANEW = frozenset({"day_statement", "whole_case_confirmation"})
"""Whoever wants one asks for it again; every other letter tells of an act that stands without it."""
KEPT = frozenset({*AMONG_ORGANS, *(kind for kind, one in LETTERS.items() if one.number_pattern is None)})
"""What another row points to, or somebody signed: it is answered or taken back by its own verb."""


def void_number(*, number: str, reason: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Strike out a number and, because they name one paper, the other number of the same document; returns them.

    The paper holds no longer, whether it was printed already or not; a letter about an act that stands (收件, 受理,
    补正, 特别程序, 延期, 听证) is issued again in the same move. What has been served, and the letter that a decided item
    rests on or that ended a licence, is not struck out but revoked or replaced by its own letter. Raises NotAllowed for
    whoever is no administrator, NotFound when not exactly one document has the number, Invalid without a reason, Refusal
    'already_served', 'result_stands', 'number_already_void', or 'bulletin_stands': every department has a bulletin; and
    those of `told_again` for a letter of a hearing that could not say the truth today.
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
        if row.kind in KEPT or (row.kind in DECISIONS and session.scalar(_ended_by(row)) is not None):
            raise Refusal("result_stands", number=number)
        struck = _strike_out(session, row, reason.strip(), actor, now)
        row.state, row.revoked_on, row.ended_because = DocumentState.REVOKED, local_day(now), reason.strip()
        record(session, case, Tag.NUMBER_VOIDED, actor=actor, now=now, document=row.id, number=row.number)
        if row.kind not in DECISIONS | ASKED_ANEW:
            row.state, row.revoked_on = DocumentState.REPLACED, None  # what it says is still so
            row.replaced_by_id = _again(session, case, row, actor, now).id
        return struck


def _strike_out(session: Session, letter: Document, reason: str, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    places = [(letter.register, letter.period, letter.serial, letter.number)]
    if letter.result_register is not None and letter.result_period is not None and letter.result_serial is not None:
        places.append((letter.result_register, letter.result_period, letter.result_serial, letter.result_number or ""))
    for register, period, serial, text in places:
        session.add(
            NumberVoid(
                register=register, period=period, serial=serial, number=text, document_id=letter.id,
                reason=reason, voided_by=actor.account_id, voided_at=now,
            )
        )  # fmt: skip
    return tuple(place[3] for place in places)


def _again(session: Session, case: Case, old: Document, actor: Actor, now: dt.datetime) -> Issued:
    """The same letter under the next number: it says which one it stands for, and those who had that are told."""
    file, tracks, number, because = open_file(session, case), tracks_of(session, old), old.number, old.ended_because
    only = tracks[0] if len(tracks) == 1 else None
    facts = told_again(session, facts_from_json(canonical(old.facts)), only, file.calendar, local_day(now))

    def build(numbered: Numbered) -> LetterFacts:
        slip = Slip(number=number, dated_on=old.dated_on, wrong=number, right=numbered.number, reason=because)
        blank = {"number": None, "verify_code": None, "verify_url": None}
        return replace(facts, **{**blank, **numbered.stamp, "slip": slip})

    organ = session.get_one(Department, old.department_id)
    issued = issue(session, file, kind=old.kind, organ=organ, build=build, actor=actor, now=now, tracks=tracks)
    told: dict[str, Any] = {"old": number, "number": issued.number, "items": []}
    tell(session, case, "reissued", now=now, track=only, once=str(issued.id), **told)
    return issued


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
