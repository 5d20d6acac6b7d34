"""The sign-ins are asked for before there is a city: one sentence, exit code 1, and no empty database left behind."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app.factory import create_app
from tests.support.installation import settings_for


def said(home: Path, database: Path) -> tuple[int, str]:
    app = create_app(replace(settings_for(f"sqlite:///{database}", home=home), mode="demo"))
    answer = app.test_cli_runner().invoke(args=["demo", "accounts"])
    return answer.exit_code, answer.output


def test_before_the_first_start_a_sentence_says_how_to_build_the_city(tmp_path: Path) -> None:
    for database in (tmp_path / "binglian.db", tmp_path / "nowhere" / "binglian.db"):
        code, words = said(tmp_path, database)
        assert code == 1 and words.startswith("Error: the demo city is not built yet") and "make run" in words
        assert "Traceback" not in words and not database.exists()


def test_an_empty_database_and_one_that_is_none_are_told_apart(tmp_path: Path) -> None:
    empty, broken = tmp_path / "empty.db", tmp_path / "broken.db"
    sqlite3.connect(empty).execute("VACUUM")
    broken.write_bytes(b"no database at all" * 100)
    assert "not built yet" in said(tmp_path, empty)[1]
    code, words = said(tmp_path, broken)
    assert code == 1 and "cannot be reached" in words and "Traceback" not in words


def test_a_migrated_database_without_a_city_has_no_sign_ins(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "accounts"])
    assert (answer.exit_code, json.loads(answer.output)) == (0, [])
