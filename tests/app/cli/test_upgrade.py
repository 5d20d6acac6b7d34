"""A city that works migrates with all it has: copied first, every row and every chain there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from app.adapters.backups import read_manifest
from app.adapters.database_copy import CopyFailed, facts_in
from app.cli.reconcile import walked
from app.foundation.database import db
from app.foundation.schema import newest, stands_at
from tests.app.cli.conftest import Run
from tests.support.old_release import RELEASED, old_release

TIME_PASSES = frozenset({"due_not_done", "letters_not_issued", "files_not_looked_at", "late_without_alarm"})
"""The city stands still since the day it was told."""


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(old_release)
def test_the_demo_city_of_the_last_release_migrates_copied_first_and_whole(
    app: Flask, run: Run, database_url: str, tmp_path: Path
) -> None:
    before = facts_in(database_url)
    assert (before.revision, before.rows["track"], before.events) == (RELEASED, 307, 1800)
    said = run("prepare")
    assert said.exit_code == 0, (said.output, said.exception)
    (copy,) = (tmp_path / "home" / "backups").iterdir()
    assert f"backup: {copy}" in said.output
    assert read_manifest(copy)["facts"]["rows"] == dict(before.rows)
    with app.app_context():
        assert stands_at() == newest()
        after = facts_in(database_url)
        assert after.heads == before.heads
        assert {name: after.rows.get(name) for name in before.rows} == before.rows
        found = {name: n for state in walked() for name, n in state["counts"].items() if name not in TIME_PASSES}
        assert found.pop("rows_without_file") > 0, "the dump is of the database alone"
        assert set(found.values()) == {0}
        db.engine.dispose()
    if database_url.startswith("sqlite"):
        assert facts_in(f"sqlite:///{copy / 'database.sqlite'}") == before, "what was copied is the house as it stood"


def test_without_a_way_to_copy_nothing_is_migrated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise CopyFailed("no room")

    monkeypatch.setattr("app.cli.prepare.stands_at", lambda: RELEASED)
    monkeypatch.setattr("app.adapters.backups.copy_out", cannot)
    refused = run("prepare")
    assert refused.exit_code == 1
    assert "not migrated, because no backup could be made first: no room" in refused.output


@pytest.mark.starts_from.with_args(old_release)
def test_a_migration_that_fails_half_way_is_taken_back_and_done_when_the_cause_is_gone(app: Flask, run: Run) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE package_item (id INTEGER)"))
    failed = run("prepare", "--without-backup")
    assert failed.exit_code == 1
    assert "the database stands at 0004, whole" in failed.output
    with app.app_context(), db.engine.begin() as connection:
        assert "project_package" not in inspect(connection).get_table_names(), "made by the same migration before"
        connection.execute(text("DROP TABLE package_item"))
    assert run("prepare", "--without-backup").exit_code == 0
    with app.app_context():
        assert stands_at() == newest()
        db.engine.dispose()
