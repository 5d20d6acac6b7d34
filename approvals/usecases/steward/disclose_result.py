"""双公示: a granted licence has gone online; the steward notes it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.duties import DutyKind
from approvals.domain.events import Tag
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.cases import Case
from approvals.models.letters import DocumentTrack
from approvals.models.watch import Duty
from approvals.queries.access import find_document
from approvals.usecases.duties import is_done
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def disclose_result(*, document: str, actor: Actor, now: dt.datetime) -> None:
    """Note that the licence was published, once. Raises Refusal 'nothing_to_disclose' when none is owed any more."""
    with unit_of_work() as session:
        row = find_document(session, document, actor, lock=True)
        case = session.get_one(Case, row.case_id)
        if not stewards(actor, Reach(case.project.enterprise_id, case.project.steward_id)):
            raise NotFound
        owed = session.scalar(
            select(Duty.id)
            .join(DocumentTrack, DocumentTrack.track_id == Duty.track_id)
            .where(
                DocumentTrack.document_id == row.id,
                Duty.kind == DutyKind.DISCLOSURE.value,
                Duty.done_at.is_(None),
            )
            .limit(1)
        )
        if owed is None:
            raise Refusal("nothing_to_disclose")
        is_done(session, row.id, DutyKind.DISCLOSURE, actor, now)
        record(session, case, Tag.RESULT_DISCLOSED, actor=actor, now=now, document=row.id)
