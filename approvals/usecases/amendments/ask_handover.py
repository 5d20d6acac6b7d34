"""The applicant asks that another enterprise take its place in a project whose items run (变更申请人)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.amendment import AmendmentState
from approvals.domain.credit_code import normalise
from approvals.domain.events import Tag
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.queries.access import find_case
from approvals.queries.handovers import standing_of
from approvals.usecases.amendments.handing import all_cases, enterprise_of, require_alone, say
from approvals.usecases.amendments.sides import RUNNING
from approvals.usecases.enterprise.filing_promises import require_signer
from approvals.usecases.enterprise.paper_versions import keep_file
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def ask_handover(
    *, case: str, uscc: str, reason: str, stored: Stored | None, method: str, actor: Actor, now: dt.datetime
) -> str:
    """Keep the wish for the other enterprise and the window to answer; nothing else moves. Returns its public id.

    `stored` is the evidence (a merger, a contract), `method` how who asks proved to be it. The same wish twice is the one
    that is open. Raises Invalid per field, Refusal 'handover_open', 'filing_over', 'may_not_sign', 'nothing_runs', 'promise_settled_first',
    'package_together'.
    """
    with unit_of_work() as session:
        asked, project, cases = _own(session, case, actor)
        successor = _checked(session, project, uscc, reason, stored)
        standing = _open_one(session, project)
        if standing is not None:
            if standing.successor_id == successor.id:
                return standing.public_id
            raise Refusal("handover_open")
        if asked.state not in RUNNING:
            raise Refusal("filing_over")
        require_alone(project)
        require_signer(session, enterprise_of(session, project.enterprise_id), actor, field="uscc")
        standing_of(session, project.id).passing()
        change = ApplicantChange(
            project_id=project.id, case_id=asked.id, former_id=project.enterprise_id, successor_id=successor.id,
            state=AmendmentState.OPEN, reason=reason.strip(), file_id=_kept(session, stored, now),
            asked_by=actor.account_id, asked_at=now, asked_method=method, lines=[], effect={},
        )  # fmt: skip
        session.add(change)
        session.flush()
        facts: dict[str, Any] = {"former": change.former_id, "successor": change.successor_id}
        tag, code = Tag.HANDOVER_ASKED, "handover_asked"
        say(session, change, cases, tag, code, actor=actor, now=now, told=successor.id, **facts)
        return change.public_id


def _open_one(session: Session, project: Project) -> ApplicantChange | None:
    is_open = ApplicantChange.state == AmendmentState.OPEN
    return session.scalar(select(ApplicantChange).where(ApplicantChange.project_id == project.id, is_open))


def _own(session: Session, public_id: str, actor: Actor) -> tuple[Case, Project, list[Case]]:
    """The project first, then its cases: so whoever assigns a steward or marks the project locks them, too."""
    found = find_case(session, public_id, actor)
    if found.project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    require_mandate(actor, found.project.enterprise_id, found.project_id)
    project = session.scalars(
        select(Project)
        .where(Project.id == found.project_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    cases = list(all_cases(session, project))
    if project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    return next(one for one in cases if one.id == found.id), project, cases


def _checked(session: Session, project: Project, uscc: str, reason: str, stored: Stored | None) -> Enterprise:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    code = normalise(uscc)
    found = session.scalar(select(Enterprise).where(Enterprise.uscc == code)) if code else None
    if not code:
        errors["uscc"] = ("required", {})
    elif found is None:
        errors["uscc"] = ("successor_unknown", {})
    elif found.id == project.enterprise_id:
        errors["uscc"] = ("same_applicant", {})
    if not reason.strip():
        errors["reason"] = ("required", {})
    if stored is None:
        errors["file"] = ("handover_evidence", {})
    if errors or found is None:
        raise Invalid(errors)
    return found


def _kept(session: Session, stored: Stored | None, now: dt.datetime) -> int:
    if stored is None:
        raise Invalid({"file": ("handover_evidence", {})})
    return keep_file(session, stored, now).id
