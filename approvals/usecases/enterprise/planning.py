"""What filing a draft would set in motion now, given what the project holds already."""

from __future__ import annotations

from sqlalchemy.orm import Session

from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from approvals.models.cases import Case
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.prerequisites import project_files


def plan_of(session: Session, draft: Case) -> Plan:
    """The plan of a draft by the catalogue in force: the same that the page shows."""
    catalogue = catalogue_of(session, draft).catalogue
    filed = project_files(session, [draft.project_id])[draft.project_id]
    of = (draft.theme_code, draft.stage_code, draft.answers)
    return plan(catalogue, *of, filed.issued(catalogue), filed.held, filed.standings, filed.answers)
