"""What is due, what is dead, and how old the oldest is."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import JobRun, OutboxMessage
from approvals.queries.operations import dead_letters, job_outcomes, oldest_due_seconds, queues_due

NOW = dt.datetime(2026, 3, 16, 2, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.both_databases


def put(key: str, *, seconds_ago: int = 0, **more: object) -> None:
    moment = NOW - dt.timedelta(seconds=seconds_ago)
    facts = {"queue": "paper", "kind": "print", "payload": {}, "created_at": moment, "due_at": moment}
    with unit_of_work() as session:
        session.add(OutboxMessage(key=key, **{**facts, "next_attempt_at": moment, **more}))


def oldest() -> float:
    with reading() as session:
        return oldest_due_seconds(session, now=NOW)


def test_an_empty_outbox_is_not_late(in_app: Flask) -> None:
    assert oldest() == 0


def test_the_oldest_due_row_counts_from_its_next_attempt(in_app: Flask) -> None:
    put("a", seconds_ago=90)
    put("b", seconds_ago=30)
    assert oldest() == 90


def test_rows_done_dead_later_or_in_a_workers_hands_are_not_late(in_app: Flask) -> None:
    put("done", seconds_ago=900, done_at=NOW)
    put("dead", seconds_ago=900, dead_at=NOW)
    put("later", seconds_ago=-60)
    put("leased", seconds_ago=900, lease_token="t", lease_until=NOW + dt.timedelta(seconds=1))
    assert oldest() == 0


def test_a_lease_that_has_run_out_makes_the_row_late_again(in_app: Flask) -> None:
    put("lost", seconds_ago=900, lease_token="t", lease_until=NOW)
    assert oldest() == 900


def test_queues_are_counted_by_due_later_and_dead(in_app: Flask) -> None:
    put("due", seconds_ago=10)
    put("later", seconds_ago=-60)
    put("dead", seconds_ago=10, dead_at=NOW, last_error="no font")
    with reading() as session:
        found, dead = queues_due(session, now=NOW), dead_letters(session)
    assert [(one.name, one.due, one.later, one.dead) for one in found] == [("paper", 1, 1, 1)]
    assert [(one.key, one.last_error) for one in dead] == [("dead", "no font")]


def test_outcomes_are_those_of_the_last_day(in_app: Flask) -> None:
    with unit_of_work() as session:
        for hours, error in ((1, ""), (2, "broken"), (30, "")):
            moment = NOW - dt.timedelta(hours=hours)
            session.add(
                JobRun(job="sweep", queue="clock", started_at=moment, finished_at=moment, touched=2, error=error)
            )
    with reading() as session:
        found = job_outcomes(session, now=NOW)
    assert [(one.done, one.failed, one.touched) for one in found] == [(1, 1, 4)]
