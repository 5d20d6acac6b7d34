"""A worker's hold on a row ends after 45 seconds: here as if they had passed."""

from __future__ import annotations

import signal
import time
from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from approvals.models.traces import OutboxMessage
from tests.chaos.faults import Fire
from tests.chaos.house import House

WORKERS = ("clock", "paper", "notice", "report")
BUSY = ("notice", "notice", "paper", "clock")
"""Who is stopped at work: those that have some most of the time."""
TRIES, MOMENT = 12, 0.15


def let_the_leases_run_out(house: House) -> None:
    """As if the time had passed; a living holder then learns that it holds the row no longer.

    A row that is being settled this very moment is left alone: its holder may have been stopped.
    """
    open_ = (OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))
    late = select(OutboxMessage.id).where(*open_, OutboxMessage.attempts > 0).with_for_update(skip_locked=True)
    with house.app.app_context(), suppress(SQLAlchemyError), unit_of_work() as session:
        ids = list(session.scalars(late))
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(ids), OutboxMessage.lease_until.is_not(None))
            .values(lease_until=now())
        )
        session.execute(
            update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(next_attempt_at=OutboxMessage.due_at)
        )
    house.ring(*WORKERS)


def stop_past_the_lease(fire: Fire) -> str:
    """A worker stands still in the middle of a row until its lease has run out and others had time to take it."""
    house, role = fire.house, fire.chance.choice(BUSY)
    for _ in range(TRIES):
        if not house.ask("kill", role=role, sign=signal.SIGSTOP)["killed"]:
            return ""
        if _is_held(house, role):
            break
        house.ask("kill", role=role, sign=signal.SIGCONT)
        time.sleep(fire.chance.uniform(0, 0.1))
    let_the_leases_run_out(house)
    time.sleep(fire.chance.uniform(0.5, 1.5))
    house.ask("kill", role=role, sign=signal.SIGCONT)
    return f"lease {role}"


def _is_held(house: House, queue: str) -> bool:
    """Whether somebody holds rows of the queue and gets none of them done: one who works does in a moment."""
    with house.app.app_context(), suppress(SQLAlchemyError):
        before = _held(queue)
        time.sleep(MOMENT)
        return bool(before & _held(queue))
    return False


def _held(queue: str) -> set[tuple[str | None, frozenset[int]]]:
    """Each hold, with all the rows that are in it."""
    held = select(OutboxMessage.lease_token, OutboxMessage.id).where(
        OutboxMessage.queue == queue, OutboxMessage.lease_until > now()
    )
    rows: dict[str | None, set[int]] = {}
    with reading() as session:
        for token, id_ in session.execute(held):
            rows.setdefault(token, set()).add(id_)
    return {(token, frozenset(ids)) for token, ids in rows.items()}
