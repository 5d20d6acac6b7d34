"""The enterprise agrees to be served in its account here, or takes that back (民事诉讼法 90 by analogy)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.letters.addressed import NOTICES
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.domain.service import CHANNEL, ONLINE
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.arrivals import still_tells
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def choose_online_service(*, enterprise: str, agrees: bool, actor: Actor, now: dt.datetime) -> None:
    """Keep since when it agrees; what was served before stays served, also the notices whose arrival in the account nobody
    wrote down, while what they tell is not over. NotFound for anybody else's enterprise.
    """
    with unit_of_work() as session:
        # Its key stays free: whoever holds a case may be writing a row that refers to the enterprise.
        wanted = select(Enterprise).where(Enterprise.public_id == enterprise)
        row = session.scalar(wanted.with_for_update(key_share=True))
        if row is None or row.id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.id)
        if agrees != (row.online_service_at is not None):
            if row.online_service_at is not None:
                _keep_arrivals(session, row, row.online_service_at, actor, now)
            row.online_service_at = now if agrees else None


def _keep_arrivals(
    session: Session, enterprise: Enterprise, agreed_at: dt.datetime, actor: Actor, now: dt.datetime
) -> None:
    letters = (
        select(Document)
        .select_from(Document)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Project.enterprise_id == enterprise.id, Document.kind.in_(NOTICES), still_tells())
        .where(Document.state == DocumentState.ISSUED, Document.issued_at.is_not(None), ServiceProof.id.is_(None))
        .order_by(Case.id, Document.id)
    )
    concerned = sorted(set(session.scalars(letters.with_only_columns(Case.id))))
    cases = {case_id: locked_case(session, case_id) for case_id in concerned}
    # Asked again under the locks: a steward may have served one of them meanwhile.
    for letter in session.scalars(letters).all():
        if letter.case_id not in cases or letter.issued_at is None:
            continue
        session.add(
            ServiceProof(
                document_id=letter.id, method=ONLINE, receiver=enterprise.name, channel=CHANNEL,
                served_at=max(letter.issued_at, agreed_at), recorded_at=now,
            )
        )  # fmt: skip
        case = cases[letter.case_id]
        record(session, case, Tag.DOCUMENT_SERVED, actor=actor, now=now, document=letter.id, method=ONLINE)
