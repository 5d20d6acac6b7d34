"""What filing a draft would set in motion now, given what the project holds already and what the applicant chose."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from approvals.domain.plan import Plan
from approvals.domain.promise_choice import Choice, with_choices
from approvals.models.cases import Case
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.prerequisites import draft_plan, project_files
from approvals.queries.promise_choices import plan_as_chosen
from departments.domain.catalogue import Catalogue


def plan_of(session: Session, draft: Case) -> Plan:
    """The plan of a draft by the catalogue in force, with its promises: the same that the page shows."""
    planned, catalogue = offered_plan(session, draft)
    return plan_as_chosen(session, draft.id, catalogue, planned)


def plan_with(session: Session, draft: Case, choices: Collection[Choice]) -> Plan:
    """As `plan_of`, by promises that were read already."""
    planned, catalogue = offered_plan(session, draft)
    return with_choices(planned, catalogue, choices)


def offered_plan(session: Session, draft: Case) -> tuple[Plan, Catalogue]:
    """The plan before any promise: what could be promised is read from it."""
    filed = project_files(session, [draft.project_id])[draft.project_id]
    catalogue = catalogue_of(session, draft).catalogue
    return draft_plan(catalogue, draft, filed), catalogue
