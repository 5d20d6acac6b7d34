"""flask doctor: in words, what is there and what is missing, and an exit code a script can use."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.cli.doctor_checks import Finding, _scanner
from app.factory import create_app
from app.foundation.database import db
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from approvals.models.traces import OutboxMessage
from approvals.usecases.operations.note_look import note_look
from departments.domain.actor import SYSTEM
from tests.app.cli.conftest import Run
from tests.factories.towns import settled
from tests.support.installation import settings_for


def told(run: Run) -> tuple[int, dict[str, str]]:
    """Exit code, and each line's words by the thing it is about, with its sign."""
    result = run("doctor")
    lines = [line.split(maxsplit=1) for line in result.output.splitlines() if ": " in line]
    found = {rest.split(": ", 1)[0]: f"{sign} {rest.split(': ', 1)[1]}" for sign, rest in lines}
    return result.exit_code, found


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(settled)
def test_without_redis_the_house_is_not_ready_and_everything_else_is_said(run: Run, database_kind: str) -> None:
    code, found = told(run)
    assert code == 1
    assert found["database"].startswith(f"ok {database_kind}") and "migrated to" in found["database"]
    assert found["catalogue"] == "ok version 1, 61 items"
    assert found["calendar"].startswith(("ok", "note")) and "2004 to 2026" in found["calendar"]
    assert found["redis"].startswith("MISSING not reachable")
    assert found["files"].startswith("ok") and "writable" in found["files"]
    assert found["scanner"].startswith("ok demo")
    assert {"mode", "outbox", "dead letters", "sealer", "fonts", "pango", "mail"} <= set(found)


@pytest.mark.starts_from.with_args(settled)
def test_with_redis_but_no_worker_it_names_the_queues_nobody_serves(valkey: str, run: Run) -> None:
    code, found = told(run)
    assert code == 1
    assert found["redis"] == "ok reachable"
    assert found["workers"].startswith("MISSING") and "none on clock, paper, notice, report" in found["workers"]


def test_an_empty_database_lacks_catalogue_and_calendar(run: Run) -> None:
    code, found = told(run)
    assert code == 1
    assert found["catalogue"].startswith("MISSING none published")
    assert found["calendar"].startswith("MISSING no year")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///{home}/none.db", "not there yet; flask prepare makes it"),
        ("postgresql+psycopg://someone:secret@127.0.0.1:1/city", "not reachable"),
    ],
)
def test_a_database_that_is_not_there_is_said_to_be_so_without_its_password(
    tmp_path: Path, url: str, words: str
) -> None:
    home = tmp_path / "home"
    runner = create_app(settings_for(url.format(home=home), home=home)).test_cli_runner()
    result = runner.invoke(args=["doctor"])
    assert result.exit_code == 1
    assert words in result.output
    assert "secret" not in result.output
    assert not (home / "none.db").exists()


@pytest.mark.starts_from.with_args(settled)
@pytest.mark.usefixtures("in_app")
def test_what_is_overdue_and_what_is_dead_is_counted(app: Flask, run: Run) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)
    with unit_of_work() as session:
        for key, dead_at in (("late", None), ("dead", past)):
            session.add(
                OutboxMessage(
                    key=key, queue="notice", kind="tell", payload={}, created_at=past, due_at=past, next_attempt_at=past,
                    dead_at=dead_at,
                )
            )  # fmt: skip
    _, found = told(run)
    assert found["outbox"].startswith("MISSING oldest due row waits 6")
    assert found["dead letters"].startswith("note 1")


@pytest.mark.starts_from.with_args(settled)
def test_what_the_night_found_is_missing_until_it_is_put_right(app: Flask, run: Run) -> None:
    assert told(run)[1]["truth"] == "note not looked at yet"
    with app.app_context():
        note_look(counts={"truth": 0, "audit": 2, "files_without_row": 1}, facts={}, actor=SYSTEM, now=now())
    found = told(run)[1]
    assert found["truth"].startswith("ok 0 found at")
    assert found["audit"].startswith("MISSING 2 found at")
    assert found["files without row"].startswith("note 1 found at"), "a leftover of a crash harms nobody"
    assert found["last seal"].startswith("note none yet") and found["chain key"].startswith("note ")


@pytest.mark.both_databases
def test_a_database_that_is_newer_than_the_program_is_neither_to_be_prepared_nor_ready(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("_redis", "_folders"):
        monkeypatch.setattr(f"app.cli.doctor_checks.{other}", lambda _: [])
    for other in ("_seal_key", "_scanner", "_fonts", "_pango", "_mail"):
        monkeypatch.setattr(f"app.cli.doctor_checks.{other}", lambda *_: Finding("other", True, "well"))
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = run("doctor")
    assert result.exit_code == 1 and result.output.endswith("not ready: database\n"), (result.output, result.exception)
    database = told(run)[1]["database"]
    assert database.startswith("MISSING ") and "migrated to 9999, newer than this program" in database
    assert database.endswith("start the newer program; nothing in the database was looked at")
    assert "flask prepare" not in database


def test_a_host_with_the_public_half_of_the_chain_key_alone_is_told_that_it_cannot_seal(
    run: Run, settings: Settings
) -> None:
    """So it is after a restore of a backup without keys."""
    run("audit", "key")
    assert told(run)[1]["chain key"].startswith("ok ")
    settings.seal_key.unlink()
    found = told(run)[1]["chain key"]
    assert found.startswith("note only the public half") and "cannot seal" in found


def test_a_scanner_that_is_away_is_named(tmp_path: Path) -> None:
    settings = settings_for("sqlite://", home=tmp_path)
    away = _scanner(replace(settings, uploads=replace(settings.uploads, scanner=f"clamd:{tmp_path}/none.ctl")))
    assert away.well is False and "clamd" in away.words and "unread" in away.words
