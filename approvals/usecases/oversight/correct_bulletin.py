"""A slip in a published bulletin: a new one with the right words takes its place, and says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.letters.frame import LetterFacts, Slip
from approvals.domain.letters.registry import facts_from_json
from approvals.domain.letters.slips import without_slip
from approvals.domain.numbering import NumberContext
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.oversight import Bulletin
from approvals.queries.scope import SUPERVISES, oversees
from approvals.usecases.issuing import Numbered, issue_without_case
from approvals.usecases.oversight.bulletin_paper import issuing_organ
from departments.domain.actor import Actor
from departments.domain.permissions import may
from departments.models.people import Division


def correct_bulletin(*, bulletin: str, wrong: str, right: str, reason: str, actor: Actor, now: dt.datetime) -> str:
    """Replace a bulletin by one with the right words; returns the public id of the new one. Figures stay as they were
    printed: only words are put right.

    Raises NotAllowed, NotFound, the refusals of `without_slip`, Refusal 'bulletin_replaced' for one that no longer holds.
    """
    if not may(actor, "supervise") or actor.account_id is None:
        raise NotAllowed("supervise_only")
    with unit_of_work() as session:
        old = _held(session, bulletin, actor)
        letter, today = session.get_one(Document, old.document_id, with_for_update=True), local_day(now)
        said = {"wrong": wrong.strip(), "right": right.strip(), "reason": reason.strip()}
        corrected = without_slip(
            facts_from_json(canonical(letter.facts)), Slip(number=letter.number, dated_on=letter.dated_on, **said)
        )

        def build(numbered: Numbered) -> LetterFacts:
            blank = {"number": None, "verify_code": None, "verify_url": None}
            return replace(corrected, **{**blank, **numbered.stamp, "dated_on": today})

        organ = issuing_organ(session, old.division_id)
        region6 = session.get_one(Division, old.division_id).code[:6]
        context = NumberContext(day=today, region6=region6, department=organ.code)
        issued = issue_without_case(session, context, organ, letter.kind, build, now)
        letter.state, letter.replaced_by_id, letter.ended_because = DocumentState.REPLACED, issued.id, said["reason"]
        old.replaced_at = now
        session.flush()
        row = Bulletin(
            division_id=old.division_id, month=old.month, document_id=issued.id, department_ids=old.department_ids,
            published_by=actor.account_id, published_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.public_id


def _held(session: Session, public_id: str, actor: Actor) -> Bulletin:
    """The bulletin, locked, while it holds and is the actor's to correct."""
    row = session.scalars(select(Bulletin).where(Bulletin.public_id == public_id).with_for_update()).one_or_none()
    if row is None or not oversees(session, actor, row.division_id, SUPERVISES):
        raise NotFound
    if row.replaced_at is not None:
        raise Refusal("bulletin_replaced")
    return row
