"""What was ordered could not be filed: the order ends, and its applicant is told why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import CaseState
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.queries.access import find_case
from approvals.usecases.claims import Claim, settle
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def end_order(*, order: int, refused: Refusal, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """End an open order with the code of what was in the way; the draft stays as it is, to be looked at again."""
    with unit_of_work() as session:
        settle(session, claim, now)
        found = session.get_one(FilingOrder, order)
        draft = _locked(session, found, actor)
        found = session.get_one(FilingOrder, order, with_for_update=True, populate_existing=True)
        if found.ended_at is not None or draft.state is not CaseState.DRAFT:
            return
        code, facts = _reason(refused)
        found.ended_at, found.ended_because, found.ended_facts = now, code, facts
        record(session, draft, Tag.FILING_ORDER_ENDED, actor=actor, now=now, because=code)
        tell(session, draft, "not_filed_as_ordered", now=now, once=str(found.id), because=code, facts=facts)


def _locked(session: Session, order: FilingOrder, actor: Actor) -> Case:
    return find_case(session, session.get_one(Case, order.case_id).public_id, actor, lock=True)


def _reason(refused: Refusal) -> tuple[str, dict[str, Any]]:
    """Code and facts that can be kept; of several wrong fields the page names each when it is opened again."""
    if isinstance(refused, Invalid):
        return "order_unanswered", {"count": len(refused.errors)}
    days = {key: value.isoformat() for key, value in refused.params.items() if isinstance(value, dt.date)}
    return refused.code, {
        key: value for key, value in refused.params.items() if isinstance(value, str | int | list)
    } | days
