"""送达: how, when and to whom a document was served."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.duties import DutyKind
from approvals.domain.events import Tag
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.models.cases import Case
from approvals.models.letters import ServiceProof
from approvals.queries.access import find_document
from approvals.queries.effects import RESULTS
from approvals.usecases.duties import is_done
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor

METHODS = ("online", "hand", "post", "notice")


def serve_document(*, document: str, method: str, receiver: str, remark: str, actor: Actor, now: dt.datetime) -> None:
    """Record the service of a printed and sealed document, once.

    Raises Refusal 'not_issued_yet' or 'already_served'; Invalid without a receiver where a person receives it.
    """
    errors: dict[str, tuple[str, dict[str, object]]] = {}
    if method not in METHODS:
        errors["method"] = ("not_offered", {})
    if method in ("hand", "post") and not receiver.strip():
        errors["receiver"] = ("required", {})
    if errors:
        raise Invalid(errors)
    with unit_of_work() as session:
        row = find_document(session, document, actor, lock=True)
        case = session.get_one(Case, row.case_id)
        project = case.project
        if not stewards(actor, Reach(project.enterprise_id, project.steward_id)):
            raise NotFound
        if row.state is not DocumentState.ISSUED:
            raise Refusal("not_issued_yet")
        if session.scalar(select(ServiceProof.id).where(ServiceProof.document_id == row.id)) is not None:
            raise Refusal("already_served")
        session.add(
            ServiceProof(
                document_id=row.id, method=method, receiver=receiver.strip(), served_at=now,
                served_by=actor.account_id, remark=remark.strip(),
            )
        )  # fmt: skip
        if row.kind in RESULTS:
            is_done(session, row.id, DutyKind.DELIVERY, actor, now)
        record(session, case, Tag.DOCUMENT_SERVED, actor=actor, now=now, document=row.id, method=method)
        tell(session, case, "document_served", now=now, once=str(row.id), document=row.public_id, number=row.number)
