"""What filing a draft would set in motion now, given what the project holds already."""

from __future__ import annotations

from sqlalchemy.orm import Session

from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from approvals.models.cases import Case
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.issued import held_items, issued_materials
from approvals.queries.prerequisites import project_files


def plan_of(session: Session, draft: Case) -> Plan:
    """The plan of a draft by the catalogue in force: the same that the page shows."""
    catalogue = catalogue_of(session, draft).catalogue
    issued, held = issued_materials(session, draft.project_id, catalogue), held_items(session, draft.project_id)
    filed = project_files(session, [draft.project_id])[draft.project_id]
    return plan(
        catalogue, draft.theme_code, draft.stage_code, draft.answers, issued, held, filed.standings, filed.answers
    )
