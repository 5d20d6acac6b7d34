"""The applicant does not want a prepared filing filed by itself any more."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.filing_order import TAKEN_BACK
from approvals.domain.states import CaseState
from approvals.models.filing_orders import FilingOrder
from approvals.usecases.desk import own_case, stale
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def take_order_back(*, case: str, actor: Actor, now: dt.datetime) -> None:
    """End the open order, if there is one; raises Stale when it has been carried out meanwhile."""
    with unit_of_work() as session:
        draft = own_case(session, case, actor)
        if draft.state is not CaseState.DRAFT:
            raise stale(session, draft)
        order = session.scalar(
            select(FilingOrder)
            .where(FilingOrder.case_id == draft.id, FilingOrder.ended_at.is_(None))
            .with_for_update(of=FilingOrder)
        )
        if order is not None:
            order.ended_at, order.ended_because = now, TAKEN_BACK
            record(session, draft, Tag.FILING_ORDER_TAKEN_BACK, actor=actor, now=now, version=order.case_version)
