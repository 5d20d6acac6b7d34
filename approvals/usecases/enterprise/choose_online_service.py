"""The enterprise agrees to be served in its account here, or takes that back (民事诉讼法 90 by analogy)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Enterprise
from departments.domain.actor import Actor


def choose_online_service(*, enterprise: str, agrees: bool, actor: Actor, now: dt.datetime) -> None:
    """Keep since when it agrees; what was served before stays served. NotFound for anybody else's enterprise."""
    with unit_of_work() as session:
        row = session.scalar(select(Enterprise).where(Enterprise.public_id == enterprise).with_for_update())
        if row is None or row.id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.id)
        if agrees != (row.online_service_at is not None):
            row.online_service_at = now if agrees else None
