"""The enterprise agrees to be served in its account here, or takes that back (民事诉讼法 90 by analogy)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Enterprise
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.kept_arrivals import cases_with_arrivals, keep_arrivals
from departments.domain.actor import Actor


def choose_online_service(*, enterprise: str, agrees: bool, actor: Actor, now: dt.datetime) -> None:
    """Keep since when it agrees; what was served before stays served, also the notices whose arrival in the account nobody
    wrote down, while what they tell is not over. NotFound for anybody else's enterprise.
    """
    with unit_of_work() as session:
        # Its key stays free: whoever holds a case may be writing a row that refers to the enterprise.
        wanted = select(Enterprise).where(Enterprise.public_id == enterprise)
        row = session.scalar(wanted.with_for_update(key_share=True))
        if row is None or row.id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.id)
        if agrees != (row.online_service_at is not None):
            if row.online_service_at is not None:
                # Asked again under the locks: a steward may have served one of them meanwhile.
                cases = [locked_case(session, case) for case in cases_with_arrivals(session, row)]
                keep_arrivals(session, cases, row, actor=actor, now=now)
            row.online_service_at = now if agrees else None
