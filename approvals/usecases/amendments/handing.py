"""What every step of a change of applicant begins with: the project, then its cases, locked in one order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState
from approvals.domain.events import Tag
from approvals.domain.handover import Party
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.queries.handovers import find_change
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def all_cases(session: Session, project: Project) -> Sequence[Case]:
    """The filings of the project and its drafts, locked in the order everybody locks them; what is read of them is new."""
    return session.scalars(
        select(Case)
        .where(Case.project_id == project.id)
        .order_by(Case.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def require_alone(project: Project) -> None:
    """Members of a package share their papers and their applicant. Raises Refusal 'package_together'."""
    if project.package_id is not None and project.left_package_on is None:
        raise Refusal("package_together")


def filed(cases: Sequence[Case]) -> list[Case]:
    """Those that were handed in."""
    return [case for case in cases if case.state is not CaseState.DRAFT]


def held_change(
    session: Session, public_id: str, actor: Actor
) -> tuple[ApplicantChange, Project, frozenset[Party], Sequence[Case]]:
    """An open change of the actor's, project and cases locked. Raises NotFound, Refusal 'handover_answered'."""
    change, project, parties = find_change(session, public_id, actor, lock=True)
    cases = all_cases(session, project)
    if change.state is not AmendmentState.OPEN:
        raise Refusal("handover_answered", state=change.state.value)
    return change, project, parties, cases


def enterprise_of(session: Session, enterprise_id: int) -> Enterprise:
    return session.get_one(Enterprise, enterprise_id)


def anchor(change: ApplicantChange, cases: Sequence[Case]) -> Case:
    """The filing from whose page it was asked for: what is said of the change is told there."""
    found = next((case for case in cases if case.id == change.case_id), None)
    if found is None:
        raise NotFound
    return found


def say(
    session: Session,
    change: ApplicantChange,
    cases: Sequence[Case],
    tag: Tag,
    code: str,
    *,
    actor: Actor,
    now: dt.datetime,
    told: int,
    **facts: Any,
) -> None:
    """An event in every filed case, and one line in the bells; `told` is the enterprise beside the applicant."""
    for case in filed(cases):
        record(session, case, tag, actor=actor, now=now, handover=change.id, **facts)
    where: dict[str, Any] = {"enterprise_id": told, "handover": change.public_id}
    tell(session, anchor(change, cases), code, now=now, once=change.public_id, **where)
