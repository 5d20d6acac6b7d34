"""What was chosen to be promised in a draft."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.plan import Plan
from approvals.domain.promise_choice import Choice, with_choices
from approvals.models.papers import PromiseChoice
from departments.domain.catalogue import Catalogue


def choices_of(session: Session, case_id: int) -> tuple[Choice, ...]:
    """Every choice of one draft, also those the plan has no place for any more."""
    rows = session.execute(
        select(PromiseChoice.kind, PromiseChoice.item_code, PromiseChoice.material_code, PromiseChoice.days_wd)
        .where(PromiseChoice.case_id == case_id)
        .order_by(PromiseChoice.id)
    )
    return tuple(Choice(*row) for row in rows)


def plan_as_chosen(session: Session, case_id: int, catalogue: Catalogue, planned: Plan) -> Plan:
    """The plan of a draft with what is vouched for taken out of it."""
    return with_choices(planned, catalogue, choices_of(session, case_id))
