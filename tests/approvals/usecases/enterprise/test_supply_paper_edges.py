"""A promised paper that comes after its day, and a result that comes from another case."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import LineState
from approvals.models.papers import CommitmentLine
from tests.factories.clock_town import deliver, sweep, told
from tests.factories.main_job import at
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted_with_promises)]


def lines() -> list[CommitmentLine]:
    with reading() as session:
        return list(session.scalars(select(CommitmentLine).order_by(CommitmentLine.due_on, CommitmentLine.id)))


def test_a_paper_that_comes_late_keeps_nothing_even_before_the_worker_has_looked(work: Work) -> None:
    first = lines()[0].due_on
    assert first is not None
    work.supply("M018", "M030", day=first + dt.timedelta(days=1))
    late = [line for line in lines() if line.due_on == first]
    assert {line.state for line in late} == {LineState.OPEN}
    assert {line.state for line in lines() if line not in late} <= {LineState.KEPT, LineState.OPEN}
    sweep(at(first + dt.timedelta(days=1), 13))
    deliver(at(first + dt.timedelta(days=1), 13))
    assert {line.state for line in lines() if line.due_on == first} == {LineState.BROKEN}
    assert "lin" in told("promise_late")


def test_a_paper_that_comes_on_its_last_day_keeps_the_promise(work: Work) -> None:
    first = lines()[0].due_on
    assert first is not None
    work.supply("M018", "M030", day=first)
    assert {line.state for line in lines()} == {LineState.KEPT}
