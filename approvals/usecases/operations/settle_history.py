"""A history that was told in one sitting owes nobody a message, and its letters may take their time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, select, update

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.models.traces import OutboxMessage
from approvals.models.watch import Duty
from departments.domain.actor import Actor

LETTERS_WITHIN = dt.timedelta(days=30)


def settle_history(*, told_until: dt.datetime, until: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Close every notice written for a moment up to `told_until`; the newer ones up to `until` are told now.

    The letters up to `until` are put behind today's, the newest first, and so are the looks at its papers.
    A worker takes what is due first: the old letters are printed whenever nothing newer waits, and being behind with
    them is no delay (`due_at` is when an effect is owed, `next_attempt_at` when it may be tried).
    """
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).where(*_open("tell", told_until)).values(done_at=now))
        session.execute(update(OutboxMessage).where(*_open("tell", until)).values(due_at=now, next_attempt_at=now))
        # what a told history owed and no longer owes; the rest of it is still to be done
        session.execute(
            update(Duty)
            .where(Duty.due_on < local_day(now), Duty.done_at.is_(None))
            .values(done_at=now, next_alarm_at=None)
        )
        letters = session.execute(
            select(OutboxMessage.id, OutboxMessage.created_at).where(*_open("print", until))
        ).all()
        turns = [
            {"id": row.id, "due_at": now + LETTERS_WITHIN + (until - row.created_at), "next_attempt_at": now}
            for row in letters
        ]
        if turns:
            session.execute(update(OutboxMessage), turns)
        looks = {"due_at": now + LETTERS_WITHIN, "next_attempt_at": now}
        session.execute(update(OutboxMessage).where(*_open("look_at_file", until)).values(**looks))


def _open(kind: str, until: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxMessage.kind == kind,
        OutboxMessage.created_at <= until,
        OutboxMessage.done_at.is_(None),
        OutboxMessage.dead_at.is_(None),
    )
