"""A pooled connection: trusted when it was used just now, asked whether the database is still there when it lay idle."""

from __future__ import annotations

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import database
from app.foundation.reading import reading

pytestmark = pytest.mark.postgresql


def who_answers() -> int:
    with reading() as session:
        answer: int = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return answer


def test_a_connection_that_lay_idle_while_the_database_restarted_is_replaced_unseen(
    app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RESTED", 0.0)
    with app.app_context():
        first = who_answers()
        assert who_answers() == first
        with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
        assert who_answers() != first
