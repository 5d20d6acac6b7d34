"""Claim, settle, give back: a row is one worker's at a time, and its effect happens with its row or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import OutboxMessage
from approvals.usecases.claims import LEASE, MOST_ATTEMPTS, Claim, LeaseLost, settle
from approvals.usecases.journal import post
from approvals.usecases.outbox.claim_messages import WORKERS_DIED, claim_messages
from approvals.usecases.outbox.fail_message import fail_message, wait_before_next
from approvals.usecases.outbox.finish_message import finish_message
from approvals.usecases.outbox.leave_messages import leave_messages
from departments.domain.actor import SYSTEM

NOW = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)
pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.both_databases]


def put(*keys: str, due_at: dt.datetime = NOW) -> None:
    with unit_of_work() as session:
        for key in keys:
            post(session, queue="notice", kind="mail", key=key, now=NOW, due_at=due_at)


def take(now: dt.datetime = NOW) -> Claim:
    (claim,) = claim_messages(queue="notice", actor=SYSTEM, now=now)
    return claim


def take_keys(most: int = 1, *, queue: str = "notice", now: dt.datetime = NOW) -> list[str]:
    return [claim.key for claim in claim_messages(queue=queue, most=most, actor=SYSTEM, now=now)]


def row() -> OutboxMessage:
    with reading() as session:
        return session.query(OutboxMessage).one()


def test_two_workers_get_two_rows_and_the_third_none() -> None:
    put("a", "b")
    assert {take().key, take().key} == {"a", "b"}
    assert take_keys() == []


def test_rows_of_another_queue_or_of_later_are_left() -> None:
    put("later", due_at=NOW + dt.timedelta(seconds=1))
    assert take_keys() == []
    assert take_keys(queue="paper", now=NOW + dt.timedelta(hours=1)) == []


def test_the_oldest_due_row_comes_first() -> None:
    put("second", due_at=NOW)
    put("first", due_at=NOW - dt.timedelta(minutes=1))
    assert take().key == "first"


def test_after_the_lease_another_worker_takes_over_and_the_first_one_s_effect_is_refused() -> None:
    put("a")
    slow = take()
    later = NOW + LEASE + dt.timedelta(seconds=1)
    quick = take(later)
    assert (quick.message_id, quick.attempts) == (slow.message_id, 2)
    with pytest.raises(LeaseLost), unit_of_work() as session:
        post(session, queue="notice", kind="mail", key="effect of the slow one", now=later)
        settle(session, slow, later)
    finish_message(claim=quick, actor=SYSTEM, now=later)
    assert row().done_at == later


def test_a_row_is_settled_once() -> None:
    put("a")
    claim = take()
    finish_message(claim=claim, actor=SYSTEM, now=NOW)
    with pytest.raises(LeaseLost):
        finish_message(claim=claim, actor=SYSTEM, now=NOW)


def test_a_failed_row_waits_and_keeps_the_reason() -> None:
    put("a")
    assert not fail_message(claim=take(), error="no route to host", luck=0.5, actor=SYSTEM, now=NOW)
    assert (row().last_error, row().next_attempt_at) == ("no route to host", NOW + dt.timedelta(seconds=10))
    assert take_keys(now=NOW + dt.timedelta(seconds=9)) == []


def test_waits_grow_and_are_spread() -> None:
    waits = [wait_before_next(attempt, 0.5).total_seconds() for attempt in range(1, MOST_ATTEMPTS)]
    assert waits == [10, 30, 90, 270, 810, 2430, 7290]
    assert wait_before_next(1, 0.0) < wait_before_next(1, 0.99)


def test_the_last_attempt_makes_a_dead_letter_that_nobody_takes_any_more() -> None:
    put("a")
    moment = NOW
    for attempt in range(1, MOST_ATTEMPTS + 1):
        claim = take(moment)
        is_dead = fail_message(claim=claim, error="broken", luck=0.5, actor=SYSTEM, now=moment)
        assert is_dead == (attempt == MOST_ATTEMPTS)
        moment += dt.timedelta(hours=3)
    assert row().dead_at is not None
    assert take_keys(now=moment) == []


def test_a_row_that_kills_its_workers_ends_dead_and_lets_the_next_one_through() -> None:
    put("a")
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).values(attempts=MOST_ATTEMPTS))
    put("b", due_at=NOW + dt.timedelta(minutes=1))
    assert take(NOW + dt.timedelta(minutes=2)).key == "b"
    with reading() as session:
        dead = session.query(OutboxMessage).filter_by(key="a").one()
    assert (dead.dead_at is not None, dead.last_error) == (True, WORKERS_DIED)


def test_a_worker_whose_lease_was_lost_cannot_fail_the_other_s_row() -> None:
    put("a")
    slow = take()
    later = NOW + LEASE + dt.timedelta(seconds=1)
    take(later)
    fail_message(claim=slow, error="late", luck=0.5, actor=SYSTEM, now=later)
    assert (row().last_error, row().lease_until) == ("", later + LEASE)


def test_small_rows_are_taken_together_in_their_order_and_by_one_worker() -> None:
    put("c", due_at=NOW)
    put("a", "b", due_at=NOW - dt.timedelta(minutes=1))
    put("later", due_at=NOW + dt.timedelta(seconds=1))
    assert take_keys(2) == ["a", "b"]
    assert take_keys(2) == ["c"]


def test_what_was_tried_before_is_taken_alone_and_costs_nobody_an_attempt() -> None:
    put("a", "tried", "b", "c")
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.key == "tried").values(attempts=1))
    assert [take_keys(8) for _ in range(4)] == [["a"], ["tried"], ["b", "c"], []]


def test_the_company_of_a_row_that_kills_its_worker_is_hurt_once() -> None:
    put("a", "killer", "b")
    assert take_keys(8) == ["a", "killer", "b"]
    later = NOW + LEASE + dt.timedelta(seconds=1)
    assert [take_keys(8, now=later) for _ in range(4)] == [["a"], ["killer"], ["b"], []]


def test_what_was_taken_and_not_begun_goes_back_untouched() -> None:
    put("a", "b", "c")
    first, *others = claim_messages(queue="notice", most=8, actor=SYSTEM, now=NOW)
    leave_messages(queue="notice", claims=others, actor=SYSTEM, now=NOW)
    assert take_keys(8) == ["b", "c"]
    finish_message(claim=first, actor=SYSTEM, now=NOW)
    with reading() as session:
        attempts = set(session.scalars(select(OutboxMessage.attempts)))
    assert attempts == {1}


def test_what_another_has_taken_over_is_not_given_back_by_the_first() -> None:
    put("a", "b")
    slow = claim_messages(queue="notice", most=8, actor=SYSTEM, now=NOW)
    later = NOW + LEASE + dt.timedelta(seconds=1)
    assert take_keys(now=later) == ["a"]
    leave_messages(queue="notice", claims=slow, actor=SYSTEM, now=later)
    assert [take_keys(8, now=later) for _ in range(2)] == [["b"], []]
