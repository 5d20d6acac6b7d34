"""Deferred papers: a reminder before their day, a broken promise after it, and the item goes on."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import current_app
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import WITH_DEPARTMENT, LineState
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.usecases.enterprise.supply_paper import supply_paper
from tests.factories.clock_town import deliver, forget_notices, sweep, told
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def promised(cast: Cast) -> Filed:
    made = file_case(cast, defers=("M018", "M030"))
    accept_all(cast, made, day=MONDAY)
    forget_notices()
    return made


def lines() -> list[tuple[str, dt.date | None, LineState]]:
    with reading() as session:
        rows = session.execute(
            select(CaseMaterial.material_code, CommitmentLine.due_on, CommitmentLine.state)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .order_by(CommitmentLine.id)
        )
        return [(row.material_code, row.due_on, row.state) for row in rows]


def last_due() -> dt.date:
    return max(due for _, due, _ in lines() if due)


def test_each_line_is_reminded_of_once_and_in_time(promised: Filed) -> None:
    assert len(lines()) == 3
    day = MONDAY
    while day <= last_due():
        sweep(at(day, 9))
        sweep(at(day, 12))
        deliver(at(day, 12))
        day += dt.timedelta(days=1)
    assert told("promise_due").count("lin") == 3
    assert told("promise_due").count("guan") == 3


def test_a_paper_that_came_before_the_office_opened_is_not_asked_for_any_more(promised: Filed, cast: Cast) -> None:
    day = last_due()
    sweep(at(day, 8))
    stored = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 at last", "application/pdf", "paper.pdf")
    due = {code for code, due_on, _ in lines() if due_on == day}
    for code in due:
        supply_paper(case=promised.case, material_code=code, stored=stored, actor=cast.lin, now=at(day, 8))
    deliver(at(day, 10))
    assert due and len(told("promise_due")) == 2 * sum(code not in due for code, _, _ in lines())


def test_the_day_after_the_last_an_open_line_is_broken_and_its_item_goes_on(promised: Filed) -> None:
    late = last_due() + dt.timedelta(days=1)
    sweep(at(late, 10))
    sweep(at(late, 11))
    assert {state for _, _, state in lines()} == {LineState.BROKEN}
    deliver(at(late + dt.timedelta(days=3), 10))
    assert told("promise_late").count("lin") == 3
    with reading() as session:
        assert set(session.scalars(select(Track.state))) <= WITH_DEPARTMENT


def test_a_paper_that_came_breaks_nothing(cast: Cast, promised: Filed) -> None:
    stored = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 promised", "application/pdf", "m018.pdf")
    supply_paper(case=promised.case, material_code="M018", stored=stored, actor=cast.lin, now=at(MONDAY, 15))
    sweep(at(last_due() + dt.timedelta(days=1)))
    assert {state for code, _, state in lines() if code == "M018"} == {LineState.KEPT}
    assert {state for code, _, state in lines() if code == "M030"} == {LineState.BROKEN}
