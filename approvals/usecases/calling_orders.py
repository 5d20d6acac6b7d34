"""The last result that a prepared filing waits for is there: a worker is asked to file it, in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.filing_order import is_called
from approvals.domain.prerequisites import MET
from approvals.models.cases import Case, Track
from approvals.models.filing_orders import FilingOrder
from approvals.usecases.journal import post

_DRAFT = aliased(Case)
_OPEN = (FilingOrder.ended_at.is_(None), FilingOrder.called_at.is_(None))
HAS_ORDER = exists(
    select(FilingOrder.id)
    .join(_DRAFT, _DRAFT.id == FilingOrder.case_id)
    .where(_DRAFT.project_id == Track.__table__.c.project_id, *_OPEN)
    .correlate(Track.__table__)
)
"""Whether a draft of the track's project waits to be filed: a column of a statement about tracks."""


def call_orders(session: Session, case: Case, ended: Sequence[Track], now: dt.datetime) -> None:
    """Call every order of the project whose results are all there now; each is called once.

    The orders are locked before the results are looked at: of two last grants signed at once in two cases the second
    sees the first.
    """
    orders = session.scalars(
        select(FilingOrder)
        .join(Case, Case.id == FilingOrder.case_id)
        .where(Case.project_id == case.project_id, *_OPEN)
        .order_by(FilingOrder.id)
        .with_for_update(of=FilingOrder)
        .execution_options(populate_existing=True)
    ).all()
    if not orders:
        return
    wanted = {code for order in orders for code in order.awaited}
    known = select(Track.item_code).where(
        Track.project_id == case.project_id, Track.item_code.in_(wanted), Track.state.in_(MET)
    )
    met = {*session.scalars(known), *(track.item_code for track in ended if track.state in MET)}
    for order in orders:
        if is_called(order.awaited, met):
            order.called_at = now
            post(session, queue="clock", kind="file_order", key=f"file_order:{order.id}", now=now, order_id=order.id)
