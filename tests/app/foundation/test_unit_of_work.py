"""The unit of work: rows that nobody reads back are written together at its end, or not at all."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import NestedUnitOfWork, unit_of_work, write_last
from approvals.models.applicants import Member
from departments.models.people import Division
from tests.support.statements import statements_in

pytestmark = pytest.mark.both_databases


def division(code: str) -> dict[str, str]:
    return {"code": code, "name_zh": "测试", "name_en": "Test", "level": "street"}


def written() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Division.code).order_by(Division.id)))


def three_in_two_goes() -> None:
    with unit_of_work() as session:
        write_last(session, Division, [division("370114001"), division("370114002")])
        write_last(session, Member, [])
        write_last(session, Division, [division("370114003")])


def test_rows_of_a_table_are_written_in_their_order_by_one_statement_and_nothing_is_no_statement(app: Flask) -> None:
    with app.app_context():
        assert len([one for one in statements_in(three_in_two_goes) if one.startswith("INSERT")]) == 1
        assert written() == ["370114001", "370114002", "370114003"]


def test_what_was_to_be_written_last_is_lost_with_the_rest(app: Flask) -> None:
    def fail() -> None:
        with unit_of_work() as session:
            write_last(session, Division, [division("370114001")])
            raise RuntimeError("refused")

    with app.app_context():
        with pytest.raises(RuntimeError):
            fail()
        assert written() == []


def test_a_use_case_inside_another_is_refused(app: Flask) -> None:
    with app.app_context(), unit_of_work(), pytest.raises(NestedUnitOfWork), unit_of_work():
        pass
