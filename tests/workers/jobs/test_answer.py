"""What a bell sets in motion, without a process around it."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from flask import current_app
from rq.timeouts import JobTimeoutException
from sqlalchemy import update

from app.foundation.reading import reading
from app.foundation.unit_of_work import RING, unit_of_work
from approvals.models.traces import JobRun, OutboxMessage
from approvals.usecases.claims import LEASE, MOST_ATTEMPTS, Claim
from approvals.usecases.journal import post
from approvals.usecases.outbox.claim_messages import claim_messages
from approvals.usecases.outbox.finish_message import finish_message
from approvals.usecases.outbox.note_fallen import DIED
from departments.domain.actor import SYSTEM
from workers.jobs import answer as answering
from workers.jobs import chores
from workers.jobs import drain as draining
from workers.jobs.answer import answer
from workers.jobs.drain import drain
from workers.jobs.moments import database_moments

NOW = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture(autouse=True)
def no_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of the hour and of the night has tests of its own."""
    monkeypatch.setattr(chores, "CHORES", ())


class Hands:
    """A handler that notes what it did, and fails where it is told to."""

    def __init__(self, broken: str = "") -> None:
        self.broken = broken
        self.done: list[str] = []

    def __call__(self, claim: Claim, now: dt.datetime) -> None:
        if claim.key == self.broken:
            raise ValueError("poison")
        finish_message(claim=claim, actor=SYSTEM, now=now)
        self.done.append(claim.key)


def identity(moment: dt.datetime) -> dt.datetime:
    return moment


def put(*keys: str, queue: str = "report") -> None:
    with unit_of_work() as session:
        for key in keys:
            post(session, queue=queue, kind="test", key=key, now=NOW)


def use(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Hands:
    monkeypatch.setattr(draining, "HANDLERS", {"test": hands})
    return hands


def row(key: str) -> OutboxMessage:
    with reading() as session:
        return session.query(OutboxMessage).filter_by(key=key).one()


def test_what_takes_long_is_done_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    late = NOW + dt.timedelta(seconds=30)
    clock = [NOW]

    def slow(claim: Claim, now: dt.datetime) -> None:
        clock[0] = late
        finish_message(claim=claim, actor=SYSTEM, now=now)

    put("a")
    monkeypatch.setattr(draining, "HANDLERS", {"test": slow})
    assert drain("report", lambda: clock[0], late).done == 1
    assert row("a").done_at == late


def test_everything_due_is_done_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = use(Hands(), monkeypatch)
    put("a", "b", "c")
    assert answer("report") == 3
    assert hands.done == ["a", "b", "c"]
    with reading() as session:
        (run,) = session.query(JobRun).all()
    assert (run.job, run.queue, run.touched, run.error) == ("write_reports", "report", 3, "")


def test_what_a_host_with_a_fast_clock_wrote_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hands, later = use(Hands(), monkeypatch), NOW + dt.timedelta(minutes=10)
    with unit_of_work() as session:
        post(session, queue="report", kind="test", key="at once", now=later)
        post(session, queue="report", kind="test", key="tomorrow", now=later, due_at=later + dt.timedelta(days=1))
    assert drain("report", partial(identity, NOW), NOW + dt.timedelta(minutes=1)).done == 1
    assert hands.done == ["at once"]


def test_a_poison_row_ends_dead_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = use(Hands(broken="b"), monkeypatch)
    put("a", "b", "c")
    for round_ in range(MOST_ATTEMPTS):
        moment = NOW + dt.timedelta(hours=4) * round_
        drain("report", partial(identity, moment), NOW + dt.timedelta(days=9))
    assert hands.done == ["a", "c"]
    assert row("b").dead_at is not None
    assert row("b").last_error == "ValueError: poison"


def test_a_failure_is_named_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Hands(broken="b"), monkeypatch)
    put("b")
    answer("report")
    with reading() as session:
        (run,) = session.query(JobRun).all()
    assert run.error == "b: ValueError: poison"


def test_a_run_that_its_time_limit_cuts_off_is_a_failed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(claim: Claim, now: dt.datetime) -> None:
        raise JobTimeoutException("more than 60 seconds")

    monkeypatch.setattr(draining, "HANDLERS", {"test": endless})
    put("a")
    with pytest.raises(JobTimeoutException):
        answer("report")
    with reading() as session:
        (run,) = session.query(JobRun).all()
    assert (run.touched, run.error, run.finished_at is not None) == (
        0,
        "JobTimeoutException: more than 60 seconds",
        True,
    )


@pytest.mark.both_databases
def test_a_run_that_was_killed_is_noted_once_by_who_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Hands(), monkeypatch)
    put("a", "b")
    began = database_moments()() - LEASE - dt.timedelta(seconds=5)
    (claim,) = claim_messages(queue="report", actor=SYSTEM, now=began)
    assert claim.key == "a"
    with monkeypatch.context() as patched:
        patched.setattr(answering, "BUDGET", dt.timedelta(0))
        for _ in range(2):
            answer("report")
    assert answer("report") == 2
    with reading() as session:
        runs = [(run.touched, run.error, run.started_at) for run in session.query(JobRun).order_by(JobRun.id)]
    assert runs[0] == (0, f"a: {DIED}", began)
    assert [run[:2] for run in runs[1:]] == [(0, ""), (2, "")]


def test_a_kind_that_nobody_handles_fails_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "HANDLERS", {})
    put("a")
    assert drain("report", lambda: NOW, NOW + dt.timedelta(minutes=1)).failed == 1
    assert row("a").last_error == "KeyError: 'test'"


def test_when_the_time_is_up_the_bell_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rang: list[set[str]] = []
    use(Hands(), monkeypatch)
    put("a")
    monkeypatch.setitem(current_app.extensions, RING, rang.append)
    monkeypatch.setattr(answering, "BUDGET", dt.timedelta(0))
    assert answer("report") == 0
    assert rang == [{"report"}]


def test_a_lost_lease_undoes_the_effect_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Hands):
        def __call__(self, claim: Claim, now: dt.datetime) -> None:
            with unit_of_work() as session:
                session.execute(update(OutboxMessage).values(lease_token="somebody else's"))
            super().__call__(claim, now)

    hands = use(Slow(), monkeypatch)
    put("a")
    tally = drain("report", lambda: NOW, NOW + dt.timedelta(minutes=1))
    assert (tally.done, tally.failed, hands.done) == (0, 0, [])
    assert row("a").done_at is None


def test_a_sweep_that_fails_keeps_nothing_from_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> int:
        raise RuntimeError("no calendar")

    monkeypatch.setattr(answering, "queue_due", broken)
    hands = use(Hands(), monkeypatch)
    with unit_of_work() as session:
        post(session, queue="clock", kind="test", key="found before", now=NOW)
    answer("clock")
    assert hands.done == ["found before"]
    with reading() as session:
        (run,) = session.query(JobRun).all()
    assert run.error == "RuntimeError: no calendar"


@pytest.mark.both_databases
def test_the_moments_of_a_job_are_the_database_s_and_go_on() -> None:
    moments = database_moments()
    first = moments()
    assert first.utcoffset() == dt.timedelta(0)
    assert moments() > first


class Slow:
    """A handler under which a second passes for two rows, and that notes in whose hands each was."""

    def __init__(self) -> None:
        self.now = NOW
        self.tokens: list[str] = []
        self.attempts: list[int] = []

    def __call__(self, claim: Claim, now: dt.datetime) -> None:
        self.tokens.append(claim.token)
        self.attempts.append(claim.attempts)
        self.now += dt.timedelta(seconds=0.6)
        finish_message(claim=claim, actor=SYSTEM, now=now)


@pytest.mark.both_databases
def test_what_is_taken_together_and_not_begun_soon_goes_back_and_comes_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rang: list[set[str]] = []
    slow = Slow()
    put("a", "b", "c", "d", queue="notice")
    monkeypatch.setitem(current_app.extensions, RING, rang.append)
    monkeypatch.setattr(draining, "HANDLERS", {"test": slow})
    assert drain("notice", lambda: slow.now, NOW + dt.timedelta(minutes=1)).done == 4
    a, b, c, d = slow.tokens
    assert a == b
    assert len({b, c, d}) == 3
    assert slow.attempts == [1, 1, 1, 1]
    assert rang == [{"notice"}]


def test_when_the_time_is_up_what_was_not_begun_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    put("a", "b", queue="notice")
    monkeypatch.setattr(draining, "HANDLERS", {"test": slow})
    assert drain("notice", lambda: slow.now, NOW + dt.timedelta(seconds=0.5)).done == 1
    assert (row("b").attempts, row("b").lease_until, row("b").lease_token) == (0, None, None)


def test_what_a_time_limit_keeps_from_being_begun_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(claim: Claim, now: dt.datetime) -> None:
        raise JobTimeoutException("more than 42 seconds")

    put("a", "b", "c", queue="notice")
    monkeypatch.setattr(draining, "HANDLERS", {"test": endless})
    with pytest.raises(JobTimeoutException):
        drain("notice", lambda: NOW, NOW + dt.timedelta(minutes=1))
    assert [row(key).attempts for key in "abc"] == [1, 0, 0]
    assert [row(key).lease_until for key in "abc"] == [None, None, None]


@pytest.mark.parametrize("queue", ["paper", "clock", "report"])
def test_what_may_take_its_time_is_taken_one_by_one(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    put("a", "b", "c", queue=queue)
    monkeypatch.setattr(draining, "HANDLERS", {"test": slow})
    assert drain(queue, lambda: NOW, NOW + dt.timedelta(minutes=1)).done == 3
    assert len(set(slow.tokens)) == 3


def test_a_failure_among_rows_taken_together_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = use(Hands(broken="b"), monkeypatch)
    put("a", "b", "c", queue="notice")
    tally = drain("notice", lambda: NOW, NOW + dt.timedelta(minutes=1))
    assert (tally.done, tally.failed, hands.done) == (2, 1, ["a", "c"])


@pytest.mark.both_databases
def test_a_kill_in_the_middle_of_rows_taken_together_is_one_run_that_names_the_one_in_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands = use(Hands(), monkeypatch)
    put("a", "b", "c", queue="notice")
    began = database_moments()() - LEASE - dt.timedelta(seconds=5)
    first, *_ = claim_messages(queue="notice", most=8, actor=SYSTEM, now=began)
    finish_message(claim=first, actor=SYSTEM, now=began)
    assert answer("notice") == 2
    assert hands.done == ["b", "c"]
    with reading() as session:
        died = [run.error for run in session.query(JobRun) if run.error]
    assert died == [f"b and 1 more: {DIED}"]
