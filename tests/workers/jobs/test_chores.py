"""The work of the hour and of the night: once a period, whoever opens it; in parts; the latest period only."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import CaseEvent, JobRun, OutboxMessage
from approvals.models.watch import ChainSeal, Reconciliation
from approvals.queries import reconciliations
from approvals.usecases.operations.prune import GUARDED_ELSEWHERE
from tests.factories.chains import FIRST, HOUR, empty_cases, moves
from workers.jobs import chore_handlers
from workers.jobs.chores import CHORES, Chore, open_due
from workers.jobs.drain import Tally, drain
from workers.jobs.handlers import HANDLERS

pytestmark = [pytest.mark.starts_from.with_args(empty_cases), pytest.mark.usefixtures("in_app")]
NIGHTLY, HOURLY = Chore("check_truth", "report", dt.time(2, 30)), Chore("seal_chains", "report", dt.time(0, 7), True)


def local(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=TIMEZONE)


def night(now: dt.datetime) -> Tally:
    """Everything the report queue has to do at a moment."""
    open_due("report", now)
    return drain("report", lambda: now, now + HOUR)


def rows() -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def looks() -> dict[str, int]:
    with reading() as session:
        return {row.name: row.found for row in session.scalars(select(Reconciliation))}


@pytest.mark.parametrize(
    ("chore", "now", "period"),
    [
        (NIGHTLY, local(10, 2, 29), local(9, 2, 30)),
        (NIGHTLY, local(10, 2, 30), local(10, 2, 30)),
        (NIGHTLY, local(10, 23, 59), local(10, 2, 30)),
        (HOURLY, local(10, 0, 6), local(9, 23, 7)),
        (HOURLY, local(10, 0, 7), local(10, 0, 7)),
        (HOURLY, local(10, 13, 50), local(10, 13, 7)),
    ],
)
def test_a_period_is_the_latest_moment_it_was_to_be_done(chore: Chore, now: dt.datetime, period: dt.datetime) -> None:
    assert chore.period(now) == period


def test_every_chore_has_a_handler_and_can_be_let_go_one_day() -> None:
    kinds = {chore.name for chore in CHORES}
    assert kinds <= set(HANDLERS)
    assert kinds <= set(GUARDED_ELSEWHERE)
    assert len({chore.at for chore in CHORES}) == len(CHORES)


def test_after_days_down_each_chore_is_done_once() -> None:
    night(local(9, 12, 0))
    assert night(local(14, 12, 0)).done == len(CHORES)
    assert len(rows()) == 2 * len(CHORES)
    assert all(row.done_at for row in rows())
    with reading() as session:
        assert set(session.scalars(select(JobRun.job))) == {chore.name for chore in CHORES}, (
            "each has a line of its own"
        )


@pytest.mark.postgresql
def test_many_workers_open_a_period_once(in_app: Flask) -> None:
    def look() -> None:
        with in_app.app_context():
            open_due("report", local(9, 12, 0))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows()) == len(CHORES)


def test_the_night_notes_every_look_and_a_torn_record_is_counted() -> None:
    moves(FIRST)
    night(local(9, 12, 0))
    assert set(looks().values()) == {0}
    with unit_of_work() as session:
        session.execute(update(CaseEvent).where(CaseEvent.seq == 2).values(tag="x"))
    night(local(10, 12, 0))
    assert looks()["audit"] == 5
    with reading() as session:
        facts = session.get_one(Reconciliation, "audit").facts
        assert facts["first"][0] == {"what": "edited", "name": "N1", "case": 1, "seq": 2, "seal": None}


def test_a_long_look_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    moves(FIRST)
    monkeypatch.setattr(chore_handlers, "BUDGET", 0.0)
    monkeypatch.setattr(reconciliations, "AT_ONCE", 2)
    now = local(9, 12, 0)
    open_due("report", now)
    tally = drain("report", lambda: now, now + HOUR)
    assert tally.failed == 0
    assert set(looks().values()) == {0}
    audit = next(row for row in rows() if row.kind == "check_audit")
    assert audit.payload["after"] == 5
    assert audit.attempts == 1


def test_an_hour_is_sealed_once_and_an_hour_without_a_move_as_well() -> None:
    moves(FIRST)
    for hour in (12, 12, 13):
        night(local(9, hour, 30))
    with reading() as session:
        assert [row.heads for row in session.scalars(select(ChainSeal).order_by(ChainSeal.number))] == [5, 0]
