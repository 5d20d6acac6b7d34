"""What is said of a project is said in each of its cases."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.queries.packages import answered_by, is_whole


def filed_cases(session: Session, project: Project) -> Sequence[Case]:
    """The cases of a project that were filed, and of a package those of its members, locked in the order everybody locks
    them."""
    mine = Case.project_id.in_(answered_by(project)) if is_whole(project) else Case.project_id == project.id
    return session.scalars(
        select(Case).where(mine, Case.state != CaseState.DRAFT).order_by(Case.id).with_for_update()
    ).all()
