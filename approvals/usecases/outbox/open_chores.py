"""Periodic work gets its outbox row: one per period, however many workers look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.unit_of_work import unit_of_work
from app.foundation.upserts import insert_of
from approvals.models.traces import OutboxMessage
from departments.domain.actor import Actor


@dataclass(frozen=True)
class ChoreRow:
    """A period of a chore: its key, where it is done, and what."""

    key: str
    queue: str
    kind: str


def open_chores(*, rows: Iterable[ChoreRow], actor: Actor, now: dt.datetime) -> None:
    """Insert the rows that are not there, due at once: how late a period is says nothing about the workers."""
    values = [
        {
            "key": row.key, "queue": row.queue, "kind": row.kind, "payload": {}, "created_at": now, "due_at": now,
            "next_attempt_at": now, "attempts": 0, "last_error": "",
        }
        for row in rows
    ]  # fmt: skip
    with unit_of_work() as session:
        session.execute(insert_of(session)(OutboxMessage).on_conflict_do_nothing(index_elements=["key"]), values)
