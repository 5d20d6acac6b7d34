"""A second start skips preparing only when code, database and mode are the same and the tables are there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tools import preparation


def migrated(path: Path) -> str:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE alembic_version (version_num TEXT)")
        file.execute("INSERT INTO alembic_version VALUES ('0001')")
    return f"sqlite:///{path}"


def test_a_prepared_database_is_not_prepared_again(tmp_path: Path) -> None:
    url = migrated(tmp_path / "a.db")
    assert not preparation.is_done(tmp_path, url, "demo")
    preparation.write_down(tmp_path, url, "demo")
    assert preparation.is_done(tmp_path, url, "demo")


def test_another_database_or_mode_is_prepared(tmp_path: Path) -> None:
    url, other = migrated(tmp_path / "a.db"), migrated(tmp_path / "b.db")
    preparation.write_down(tmp_path, url, "demo")
    assert not preparation.is_done(tmp_path, other, "demo")
    assert not preparation.is_done(tmp_path, url, "city")


def test_a_database_that_was_taken_away_is_prepared_again(tmp_path: Path) -> None:
    url = migrated(tmp_path / "a.db")
    preparation.write_down(tmp_path, url, "demo")
    (tmp_path / "a.db").unlink()
    assert not preparation.is_done(tmp_path, url, "demo")


def test_a_server_that_does_not_answer_is_prepared_so_that_the_reason_is_said(tmp_path: Path) -> None:
    url = "postgresql+psycopg://app@127.0.0.1:1/none"
    preparation.write_down(tmp_path, url, "demo")
    assert not preparation.is_done(tmp_path, url, "demo")
