"""更正笔误: the head puts a slip in an issued letter right; the letter is replaced whole, under a new number."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.legal_days import delivery_due_on
from approvals.domain.letters.answers import ENDINGS
from approvals.domain.letters.frame import LetterFacts, Slip
from approvals.domain.letters.registry import AMONG_ORGANS, facts_from_json
from approvals.domain.letters.slips import without_slip
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.usecases.department.letters_held import (
    CONFIRMATION,
    IN_FORCE,
    delivery_is_owed,
    end_confirmation,
    hand_down_again,
    items_behind,
)
from approvals.usecases.desk import track_at_desk
from approvals.usecases.duties import look_at
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.hearing.told_again import told_again
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.letters.answered import tracks_of
from departments.domain.actor import Actor

NOT_HERE = frozenset(
    {
        "day_statement", "service_proof", "acceptance_notice", "deferred_acceptance_notice", "receipt", CONFIRMATION,
        "deferral_commitment", "notification_commitment", *AMONG_ORGANS,
    }
)  # fmt: skip
"""A statement is asked for anew; what the applicant signed nobody else corrects; the rest are the window's and the
steward's."""


def reissue(
    *, track: str, version: int, document: str, wrong: str, right: str, reason: str, actor: Actor, now: dt.datetime
) -> str:
    """Replace a letter of this track by one with the right words; returns the public id of the new one.

    The old one says by which it was replaced. The result keeps its own number: it is the same licence. Raises the
    refusals of `without_slip` and, for a letter of a hearing, of `told_again`; Refusal 'not_this_letter' for a letter that
    no longer holds or is another desk's, Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        old = _letter(session, row, document)
        slip = Slip(
            number=old.number, dated_on=old.dated_on, wrong=wrong.strip(), right=right.strip(), reason=reason.strip()
        )
        corrected = without_slip(facts_from_json(canonical(old.facts)), slip)
        file, row.version = open_file(session, case), row.version + 1
        issued = _issue(session, file, row, old, corrected, actor, now)
        old.state, old.replaced_by_id, old.ended_because = DocumentState.REPLACED, issued.id, slip.reason
        if old.kind in ENDINGS:
            _follow(session, file, row, old, issued, slip.reason, now)
        facts = {"old": old.id, "new": issued.id}
        record(session, case, Tag.DOCUMENT_REISSUED, actor=actor, now=now, track=row, **facts)
        told: dict[str, Any] = {"old": old.number, "number": issued.number, "items": items_behind(session, row)}
        tell(session, case, "reissued", now=now, track=row, once=str(issued.id), **told)
        return issued.public_id


def _letter(session: Session, track: Track, public_id: str) -> Document:
    """The letter, made by this house for this track and still in force."""
    found = session.scalar(
        select(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(
            DocumentTrack.track_id == track.id,
            Document.public_id == public_id,
            Document.department_id == track.department_id,
            Document.state.in_(IN_FORCE),
            Document.kind.not_in(NOT_HERE),
            Document.is_elsewhere.is_(False),
        )
    )
    if found is None:
        raise Refusal("not_this_letter", field="document")
    return found


def _issue(
    session: Session,
    file: CaseFile,
    track: Track,
    old: Document,
    corrected: LetterFacts,
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    today, days = local_day(now), dict[str, Any]()
    said = told_again(session, corrected, track, file.calendar, today)
    if "deliver_by" in {field.name for field in fields(said)}:
        days["deliver_by"] = delivery_due_on(today, file.calendar)

    def build(numbered: Numbered) -> LetterFacts:
        blank = {"number": None, "verify_code": None, "verify_url": None}
        return replace(said, **{**blank, **numbered.stamp, **days})

    issued = issue(
        session, file, kind=old.kind, organ=file.department_of(track), build=build, actor=actor, now=now,
        tracks=tracks_of(session, old),
    )  # fmt: skip
    session.get_one(Document, issued.id).result_number = old.result_number
    return issued


def _follow(
    session: Session, file: CaseFile, track: Track, old: Document, new: Issued, because: str, now: dt.datetime
) -> None:
    """A result goes to wherever the old one went, is served anew, and its confirmation is out of date."""
    today = local_day(now)
    hand_down_again(session, old, new, now)
    due_on = delivery_due_on(today, file.calendar)
    delivery_is_owed(session, track, due_on, look_at(due_on, file.calendar, today))
    end_confirmation(session, file.case, because, today)
