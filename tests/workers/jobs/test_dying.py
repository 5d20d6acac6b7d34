"""A worker dies at a named point: what it had in hand is done once, by whoever comes after its lease.

A dozen points in this process; every point, in processes that are really killed, dies in tests/chaos.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation.crash_points import arm
from app.foundation.reading import reading
from app.foundation.unit_of_work import RING
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.models.traces import Notification, OutboxMessage
from approvals.usecases.claims import LEASE
from tests.chaos.orders import whose
from tests.chaos.quick import make_quick
from tests.chaos.table import POINTS
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises
from workers.jobs.drain import drain

NOW = at(MONDAY + dt.timedelta(days=1))
HERE = (
    "row.claimed", "row.carried_out", "letter.read", "letter.made", "letter.kept", "file.after_flush",
    "file.after_rename", "print_document: unit.before_commit", "print_document: unit.after_commit",
    "tell_concerned: unit.before_commit", "mail.before_send", "mail.after_rename", "finish_message: unit.before_commit",
)  # fmt: skip


class Died(BaseException):
    """As little as a process that was killed does anybody catch it."""


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    arm(None)


def work(now: dt.datetime) -> None:
    for queue in ("paper", "notice"):
        drain(queue, lambda: now, now + dt.timedelta(hours=1))


def die_at(point: str) -> None:
    def passing(name: str) -> None:
        if point in (name, f"{whose(name)}: {name}"):
            arm(None)
            raise Died(point)

    arm(passing)


def left_behind() -> tuple[int, int, int, int]:
    """Rows not done, letters issued, files of any kind, lines in people's bells."""
    with reading() as session:
        statements = (
            select(func.count(OutboxMessage.id)).where(
                OutboxMessage.done_at.is_(None), OutboxMessage.queue.in_(("paper", "notice"))
            ),
            select(func.count(Document.id)).where(Document.state == DocumentState.ISSUED),
            select(func.count(StoredFile.id)),
            select(func.count(Notification.key.distinct())),
        )
        waiting, issued, files, lines = (session.scalar(one) or 0 for one in statements)
        return waiting, issued, files, lines


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_whatever_the_point_the_work_is_done_once(in_app: Flask) -> None:
    make_quick(in_app)
    in_app.extensions[RING] = lambda queues: None
    assert set(HERE) <= set(POINTS)
    now, handed_in = NOW, left_behind()[2]
    for point in HERE:
        die_at(point)
        with pytest.raises(Died, match=point):
            work(now)
        now += LEASE + dt.timedelta(seconds=1)
    work(now)
    waiting, issued, files, lines = left_behind()
    assert (waiting, files - handed_in) == (0, issued)
    assert issued > 1
    with reading() as session:
        told = session.execute(
            select(Notification.account_id, Notification.code, Notification.params, Notification.track_id)
        ).all()
    assert len({repr(line) for line in told}) == len(told) == lines > 0
