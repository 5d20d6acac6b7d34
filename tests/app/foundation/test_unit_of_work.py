"""The unit of work: rows that nobody reads back are written together at its end, or not at all."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DataError

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import NestedUnitOfWork, unit_of_work, write_last
from approvals.models.applicants import Member
from approvals.models.traces import OutboxMessage
from departments.models.people import Division
from tests.support.statements import statements_in

pytestmark = pytest.mark.both_databases
MOMENT = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)


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


def message(key: str) -> dict[str, Any]:
    return {"key": key, "queue": "notice", "kind": "tell", "payload": {"a": ["材料"]}} | dict.fromkeys(
        ("created_at", "due_at", "next_attempt_at"), MOMENT
    )


def of_two_tables(code: str = "370114001") -> None:
    with unit_of_work() as session:
        write_last(session, Division, [division(code)])
        write_last(session, OutboxMessage, [message("one"), message("two")])


def test_rows_of_several_tables_are_one_journey_where_the_database_can(app: Flask) -> None:
    with app.app_context():
        sent = [one for one in statements_in(of_two_tables) if "INSERT" in one]
        assert len(sent) == (1 if db.engine.dialect.name == "postgresql" else 2)
        assert written() == ["370114001"]
        with reading() as session:
            found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        told = [(one.key, one.payload, one.due_at, one.attempts, one.share) for one in found]
        assert told == [(key, {"a": ["材料"]}, MOMENT, 0, None) for key in ("one", "two")]


def test_what_is_too_long_for_its_column_is_refused_and_not_cut(app: Flask) -> None:
    """SQLite knows no lengths: there nothing is cut either."""
    with app.app_context():
        knows_lengths = db.engine.dialect.name == "postgresql"
        with pytest.raises(DataError) if knows_lengths else nullcontext():
            of_two_tables("3" * 40)
        assert written() == ([] if knows_lengths else ["3" * 40])


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
