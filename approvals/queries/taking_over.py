"""Since when a project is its applicant's: what was sent to the former one lies in nobody's account before."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Project


def taken_over() -> ScalarSelect[dt.datetime | None]:
    """The moment of the last change of applicant, for a statement that has Project; NULL where there was none."""
    return (
        select(func.max(ApplicantChange.ended_at))
        .where(ApplicantChange.project_id == Project.id, ApplicantChange.state == AmendmentState.AGREED)
        .correlate(Project)
        .scalar_subquery()
    )


def taken_over_at(session: Session, project_id: int) -> dt.datetime | None:
    """The same of one project."""
    return session.scalar(select(taken_over()).select_from(Project).where(Project.id == project_id))
