"""A dead letter is sent round again."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.models.traces import OutboxMessage
from approvals.queries.operations import dead_kinds
from approvals.usecases.operations.retry_kind import retry_kind
from approvals.usecases.operations.retry_message import retry_message
from departments.domain.actor import Actor, Role

NOW = dt.datetime(2026, 3, 16, 2, 0, tzinfo=dt.UTC)
ADMIN = Actor(None, "管理员", frozenset({Role.ADMIN}), scopes=frozenset({(Role.ADMIN, None)}))
ZHAO = Actor(None, "赵", frozenset({Role.STEWARD}))


@pytest.fixture
def dead(in_app: Flask) -> int:
    before = NOW - dt.timedelta(hours=1)
    with unit_of_work() as session:
        row = OutboxMessage(
            key="print:1", queue="paper", kind="print", payload={}, created_at=before, due_at=before,
            next_attempt_at=before, attempts=8, dead_at=before, last_error="no font", lease_token="t", lease_until=before,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_a_retried_row_is_due_at_once_with_all_its_attempts(dead: int) -> None:
    retry_message(message=dead, actor=ADMIN, now=NOW)
    with reading() as session:
        row = session.get_one(OutboxMessage, dead)
    assert (row.dead_at, row.attempts, row.next_attempt_at, row.lease_token) == (None, 0, NOW, None)


def test_a_row_that_is_not_dead_is_not_retried(dead: int) -> None:
    retry_message(message=dead, actor=ADMIN, now=NOW)
    with pytest.raises(Refusal, match="not_dead"):
        retry_message(message=dead, actor=ADMIN, now=NOW)


def test_only_an_administrator_retries(dead: int) -> None:
    with pytest.raises(NotAllowed):
        retry_message(message=dead, actor=ZHAO, now=NOW)


def test_a_row_that_does_not_exist_is_not_found(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        retry_message(message=4711, actor=ADMIN, now=NOW)


def test_all_of_one_kind_go_round_again_and_no_other(dead: int) -> None:
    before = NOW - dt.timedelta(hours=1)
    with unit_of_work() as session:
        for number, kind in enumerate(("print", "mail"), 2):
            session.add(
                OutboxMessage(
                    key=f"{kind}:{number}", queue="paper" if kind == "print" else "notice", kind=kind, payload={},
                    created_at=before, due_at=before, next_attempt_at=before, attempts=8, dead_at=before,
                )
            )  # fmt: skip
    assert retry_kind(kind="print", actor=ADMIN, now=NOW) == 2
    with reading() as session:
        assert dead_kinds(session) == {"mail": 1}
        assert session.get_one(OutboxMessage, dead).next_attempt_at == NOW
    with pytest.raises(Refusal, match="not_dead"):
        retry_kind(kind="print", actor=ADMIN, now=NOW)
    with pytest.raises(NotAllowed):
        retry_kind(kind="mail", actor=ZHAO, now=NOW)
