"""A history that was told in one sitting owes nobody a message: its notices count as told, its letters are printed in turn."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from departments.domain.actor import Actor


def settle_history(*, until: dt.datetime, step: dt.timedelta, actor: Actor, now: dt.datetime) -> None:
    """Close the notices written before `until`, and give its letters a turn each, newest first, `step` apart.

    Letters that are due in an hour are not late now; a fresh letter is due at once and goes before them.
    """
    with unit_of_work() as session:
        waiting = (OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None), OutboxMessage.created_at <= until)
        session.execute(update(OutboxMessage).where(*waiting, OutboxMessage.kind == "tell").values(done_at=now))
        letters = session.scalars(
            select(OutboxMessage.id)
            .where(*waiting, OutboxMessage.kind == "print")
            .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        ).all()
        rows = [
            {"id": letter, "due_at": now + turn * step, "next_attempt_at": now + turn * step}
            for turn, letter in enumerate(letters, 1)
        ]
        if rows:
            session.execute(update(OutboxMessage), rows)
