"""What was done long ago is let go in portions; what is owed, dead or guards an effect by itself stays."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.intake import GuidePrint, SavedPlan
from approvals.models.traces import JobRun, OutboxMessage
from approvals.usecases.operations.prune import GUARDED_ELSEWHERE, prune
from departments.domain.actor import SYSTEM
from workers.jobs.handlers import HANDLERS

NOW = dt.datetime(2026, 6, 1, 19, 30, tzinfo=dt.UTC)
OLD, YOUNG = NOW - dt.timedelta(days=91), NOW - dt.timedelta(days=89)
pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.both_databases]


def put(key: str, kind: str = "tell", **more: object) -> OutboxMessage:
    facts = {"queue": "notice", "payload": {}, "created_at": OLD, "due_at": OLD, "next_attempt_at": OLD}
    return OutboxMessage(key=key, kind=kind, **{**facts, **more})


def left() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(OutboxMessage.key)))


def test_only_what_was_done_long_ago_and_is_guarded_elsewhere_goes() -> None:
    with unit_of_work() as session:
        session.add_all(
            [
                put("old", done_at=OLD), put("young", done_at=YOUNG), put("owed"), put("dead", dead_at=OLD),
                put("unknown kind", kind="webhook", done_at=OLD), put("standing", kind="alarm", done_at=OLD),
            ]
        )  # fmt: skip
    assert prune(keep_days=90, actor=SYSTEM, now=NOW) == 2
    assert left() == {"young", "owed", "dead", "unknown kind"}


def test_it_goes_in_portions_until_less_than_one_is_left() -> None:
    with unit_of_work() as session:
        session.add_all([put(f"old {number}", done_at=OLD) for number in range(5)])
    assert [prune(keep_days=90, limit=2, actor=SYSTEM, now=NOW) for _ in range(3)] == [2, 2, 1]
    assert left() == set()


def test_kept_answers_and_prints_of_guides_go_after_their_time() -> None:
    page = {"name": "办事指南", "page": "<p>", "failure": ""}
    with unit_of_work() as session:
        for age, when in (("old", OLD), ("young", NOW - dt.timedelta(days=20))):
            session.add(SavedPlan(public_id=age, theme_code="T", stage_code="S", answers={}, saved_at=when))
            session.add(GuidePrint(digest=age, ordered_at=when, **page))
    assert prune(keep_days=90, actor=SYSTEM, now=NOW) == 2
    with reading() as session:
        assert session.scalars(select(SavedPlan.public_id)).all() == ["young"]
        assert session.scalars(select(GuidePrint.digest)).all() == ["young"]


def test_the_newest_run_of_a_job_stays_however_old() -> None:
    runs = [("a", OLD), ("a", OLD), ("a", YOUNG), ("b", OLD)]
    with unit_of_work() as session:
        session.add_all([JobRun(job=job, queue="report", started_at=at, finished_at=at) for job, at in runs])
    assert prune(keep_days=90, actor=SYSTEM, now=NOW) == 2
    with reading() as session:
        assert sorted(session.scalars(select(JobRun.job))) == ["a", "b"]


def test_every_kind_that_may_go_is_one_that_workers_know() -> None:
    assert set(GUARDED_ELSEWHERE) <= set(HANDLERS)
