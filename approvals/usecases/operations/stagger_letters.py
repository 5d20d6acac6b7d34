"""Letters of the past that are still to be printed get a turn each, so that a fresh one never waits behind them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select, update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from departments.domain.actor import Actor


def stagger_letters(*, until: dt.datetime, step: dt.timedelta, actor: Actor, now: dt.datetime) -> int:
    """Make the letters written before `until` due one `step` after the other, the newest first; returns how many.

    A letter that is due in ten minutes is not late now. What a worker holds at this moment is left alone.
    """
    with unit_of_work() as session:
        letters = session.scalars(
            select(OutboxMessage.id)
            .where(
                OutboxMessage.kind == "print",
                OutboxMessage.created_at <= until,
                OutboxMessage.done_at.is_(None),
                OutboxMessage.dead_at.is_(None),
                or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until <= now),
            )
            .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        ).all()
        turns = [
            {"id": letter, "due_at": now + turn * step, "next_attempt_at": now + turn * step}
            for turn, letter in enumerate(letters, 1)
        ]
        if turns:
            session.execute(update(OutboxMessage), turns)
        return len(turns)
