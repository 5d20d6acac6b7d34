"""The enterprise agrees to be served in its account here, or takes that back (民事诉讼法 90 by analogy)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.domain.service import CHANNEL, ONLINE
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.arrivals import CORRECTION, RIGHT
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def choose_online_service(*, enterprise: str, agrees: bool, actor: Actor, now: dt.datetime) -> None:
    """Keep since when it agrees; what was served before stays served, also the notices from which days run and whose
    arrival in the account nobody wrote down. NotFound for anybody else's enterprise.
    """
    with unit_of_work() as session:
        row = session.scalar(select(Enterprise).where(Enterprise.public_id == enterprise).with_for_update())
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
    arrived = session.execute(
        select(Document.id, Document.case_id, Document.issued_at)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Project.enterprise_id == enterprise.id, Document.kind.in_((RIGHT, CORRECTION)))
        .where(Document.state == DocumentState.ISSUED, Document.issued_at.is_not(None), ServiceProof.id.is_(None))
        .order_by(Case.id, Document.id)
    ).all()
    for document, case_id, issued_at in arrived:
        if case_id is None or issued_at is None:
            continue
        case = locked_case(session, case_id)
        session.add(
            ServiceProof(
                document_id=document, method=ONLINE, receiver=enterprise.name, channel=CHANNEL,
                served_at=max(issued_at, agreed_at), recorded_at=now,
            )
        )  # fmt: skip
        record(session, case, Tag.DOCUMENT_SERVED, actor=actor, now=now, document=document, method=ONLINE)
