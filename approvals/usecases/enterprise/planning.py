"""What filing a draft would set in motion now, given what the project holds already and what the applicant chose."""

from __future__ import annotations

from sqlalchemy.orm import Session

from approvals.domain.plan import Plan
from approvals.models.cases import Case
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.prerequisites import draft_plan, project_files


def plan_of(session: Session, draft: Case) -> Plan:
    """The plan of a draft by the catalogue in force: the same that the page shows."""
    filed = project_files(session, [draft.project_id])[draft.project_id]
    return draft_plan(catalogue_of(session, draft).catalogue, draft, filed)
