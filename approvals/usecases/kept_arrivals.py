"""What had arrived in an account stays served when the account is no longer the one that counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from approvals.domain.events import Tag
from approvals.domain.letters.addressed import NOTICES
from approvals.domain.service import CHANNEL, ONLINE, account_counts_from
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.arrivals import still_tells
from approvals.queries.taking_over import taken_over
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def cases_with_arrivals(session: Session, enterprise: Enterprise) -> Sequence[int]:
    """Cases in which `keep_arrivals` would find something to write, in the order in which they are locked."""
    found = _unwritten(enterprise).with_only_columns(Case.id).order_by(None).distinct()
    return sorted(session.scalars(found))


def keep_arrivals(
    session: Session, cases: Collection[Case], enterprise: Enterprise, *, actor: Actor, now: dt.datetime
) -> None:
    """Write a proof for every notice of these cases that came into the account of their applicant and that nobody wrote
    down, while what it tells is not over. The caller holds the locks on the cases.
    """
    by_id = {case.id: case for case in cases}
    letters = session.execute(_unwritten(enterprise).where(Case.id.in_(list(by_id)))).all()
    for document, case_id, issued_at, since in letters:
        counts_from = account_counts_from(enterprise.online_service_at, since)
        if case_id is None or issued_at is None or counts_from is None:
            continue
        session.add(
            ServiceProof(
                document_id=document, method=ONLINE, receiver=enterprise.name, channel=CHANNEL,
                served_at=max(issued_at, counts_from), recorded_at=now,
            )
        )  # fmt: skip
        record(session, by_id[case_id], Tag.DOCUMENT_SERVED, actor=actor, now=now, document=document, method=ONLINE)


def _unwritten(enterprise: Enterprise) -> Select[int, int | None, dt.datetime | None, dt.datetime | None]:
    """Sealed notices of this applicant without a proof: the letter, its case, its moment, and since when it has the project."""
    return (
        select(Document.id, Document.case_id, Document.issued_at, taken_over())
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Project.enterprise_id == enterprise.id, Document.kind.in_(NOTICES), still_tells())
        .where(Document.state == DocumentState.ISSUED, Document.issued_at.is_not(None), ServiceProof.id.is_(None))
        .order_by(Case.id, Document.id)
    )
