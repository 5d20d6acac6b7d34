"""Results to serve: which, by when, and whose."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.domain.service import Service
from approvals.queries.steward_documents import ResultPage, file_of_document, result_to_serve, steward_results
from approvals.usecases.steward.serve_document import serve_document
from departments.domain.actor import Actor
from tests.factories.main_job import at, the_cast
from tests.factories.story import WEEK_ON, print_everything, week_on

pytestmark = pytest.mark.starts_from.with_args(week_on)


def results_of(actor: Actor, **wanted: str) -> ResultPage:
    with reading() as session:
        return steward_results(session, actor, today=WEEK_ON, **wanted)  # type: ignore[arg-type]


def test_a_result_must_be_served_on_the_tenth_working_day_after_the_decision(in_app: Flask) -> None:
    first = results_of(the_cast().guan).rows[0]
    assert (first.dated_on, first.due_on, first.left_wd) == (dt.date(2026, 3, 11), dt.date(2026, 3, 25), 7)


def test_only_results_are_served_and_not_the_letters_on_the_way(in_app: Flask) -> None:
    assert [row.item.code for row in results_of(the_cast().guan).rows if row.item] == ["LX-01", "LX-07"]


def test_a_served_result_leaves_the_list_and_keeps_its_proof(in_app: Flask) -> None:
    cast = the_cast()
    print_everything("0" * 64, at(WEEK_ON))
    first = results_of(cast.guan).rows[0]
    serve_document(
        document=first.public_id,
        service=Service(method="hand", receiver="林晓", second_server="管二"),
        actor=cast.guan,
        now=at(WEEK_ON),
    )
    assert results_of(cast.guan).waiting == 1
    served = results_of(cast.guan, status="served").rows
    assert [(row.public_id, row.service.receiver) for row in served if row.service] == [(first.public_id, "林晓")]


def test_a_result_is_found_by_project_enterprise_or_number(in_app: Flask) -> None:
    guan = the_cast().guan
    number = results_of(guan).rows[0].number
    assert [results_of(guan, words=words).total for words in ("家居城", "明泉", number, "nothing")] == [2, 2, 1, 0]


def test_another_stewards_result_does_not_exist(in_app: Flask) -> None:
    cast = the_cast()
    document = results_of(cast.guan).rows[0].public_id
    assert results_of(cast.zhao).total == 0
    with reading() as session, pytest.raises(NotFound):
        result_to_serve(session, document, cast.zhao, today=WEEK_ON)
    with reading() as session, pytest.raises(NotFound):
        file_of_document(session, document, cast.zhao)
