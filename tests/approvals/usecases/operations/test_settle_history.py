"""A history told in one sitting: old notices count as told, fresh ones are told now, letters are printed newest first."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.traces import OutboxMessage
from approvals.queries.operations import oldest_due_seconds
from approvals.usecases.operations.settle_history import settle_history
from departments.domain.actor import SYSTEM
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
WEDNESDAY, THURSDAY = MONDAY + dt.timedelta(days=2), MONDAY + dt.timedelta(days=3)


def waiting(kind: str) -> list[OutboxMessage]:
    with reading() as session:
        statement = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.done_at.is_(None))
        return list(session.scalars(statement.order_by(OutboxMessage.due_at)))


def test_what_is_old_counts_as_told_and_what_is_fresh_is_told_now(work: Work) -> None:
    work.decide("LX-07", day=WEDNESDAY)
    settle_history(told_until=at(WEDNESDAY, 1), until=at(THURSDAY), actor=SYSTEM, now=at(THURSDAY))
    fresh = waiting("tell")
    assert {one.payload["code"] for one in fresh} == {"proposed", "decided"}
    assert all(one.due_at == at(THURSDAY) for one in fresh)


def test_letters_stay_due_the_newest_first_and_redden_nothing_for_weeks(work: Work) -> None:
    work.decide("LX-07", day=WEDNESDAY)
    settle_history(told_until=at(THURSDAY), until=at(THURSDAY), actor=SYSTEM, now=at(THURSDAY))
    letters = waiting("print")
    assert [one.created_at for one in letters] == sorted((one.created_at for one in letters), reverse=True)
    assert all(one.next_attempt_at == at(THURSDAY) for one in letters)
    with reading() as session:
        assert oldest_due_seconds(session, now=at(THURSDAY) + dt.timedelta(days=14)) == 0


def test_what_comes_afterwards_is_owed_at_once_and_goes_first(work: Work) -> None:
    settle_history(told_until=at(WEDNESDAY), until=at(WEDNESDAY), actor=SYSTEM, now=at(WEDNESDAY))
    work.decide("LX-07", day=THURSDAY)
    assert waiting("print")[0].created_at == at(THURSDAY, 15)
    assert {one.payload["code"] for one in waiting("tell")} == {"proposed", "decided"}
