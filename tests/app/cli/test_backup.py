"""flask backup and flask restore: a house goes out whole and comes back whole, and nothing is written over."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from app.adapters.backups import read_manifest
from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from approvals.models.papers import StoredFile
from approvals.models.traces import CaseEvent
from tests.app.cli.conftest import Run
from tests.factories.chains import FIRST, empty_cases, moves
from tests.support.databases import Databases

pytestmark = pytest.mark.starts_from.with_args(empty_cases)


@pytest.fixture
def worked(app: Flask, run: Run) -> Flask:
    """Cases with their events, one stored file, one seal, and its key."""
    with app.app_context():
        moves(FIRST)
        kept = app.extensions["binglian.files"].keep(b"%PDF-1.7 a paper", "application/pdf", "paper.pdf")
        with unit_of_work() as session:
            session.add(
                StoredFile(
                    sha256=kept.sha256, size=kept.size, media_type=kept.media_type, display_name="paper.pdf",
                    stored_at=FIRST,
                )
            )  # fmt: skip
    assert run("audit", "seal").exit_code == 0
    return app


@pytest.fixture
def elsewhere(databases: Databases, database_kind: str, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Another host: an empty database, an empty folder, no Redis."""
    url = databases.url(database_kind, databases.copy(database_kind, None))
    made = create_app(dataclasses.replace(settings, database_url=url, home=tmp_path / "elsewhere"))
    yield made
    with made.app_context():
        db.engine.dispose()
    databases.drop(url)


def tell(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.mark.both_databases
def test_a_house_comes_back_on_an_empty_host_and_is_verified(
    worked: Flask, elsewhere: Flask, tmp_path: Path, database_kind: str
) -> None:
    name = {"sqlite": "copy.tar", "postgresql": "copy"}[database_kind]
    out = tell(worked, "backup", tmp_path / "out" / name)
    assert out.exit_code == 0, (out.output, out.exception)
    assert "1 files, 1 seals" in out.output and "15 events" in out.output
    moment_later(worked)
    back = tell(elsewhere, "restore", tmp_path / "out" / name)
    assert back.exit_code == 0, (back.output, back.exception)
    assert "nothing wrong" in back.output
    assert "does not hold the key chain-heads.pem" in back.output, "a private key leaves the house only when asked for"
    with elsewhere.app_context(), reading() as session:
        assert len(session.scalars(select(CaseEvent)).all()) == 15
        sha256 = session.scalars(select(StoredFile.sha256)).one()
    assert elsewhere.extensions["binglian.files"].path(sha256).read_bytes() == b"%PDF-1.7 a paper"
    again = tell(elsewhere, "restore", tmp_path / "out" / name)
    assert again.exit_code == 1 and "the database is not empty" in again.output
    with elsewhere.app_context():
        moves(FIRST.replace(year=2027), per_case=1)


def moment_later(app: Flask) -> None:
    """The house went on working: what came after the backup is not in it."""
    with app.app_context():
        moves(FIRST.replace(month=4))
    assert tell(app, "audit", "seal").exit_code == 0


def test_keys_leave_the_house_only_when_asked_for_and_are_named_by_their_fingerprints(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "without")
    tell(worked, "backup", tmp_path / "with", "--with-keys")
    private = [path for path in (tmp_path / "without").rglob("*") if b"PRIVATE" in _bytes(path)]
    assert private == [] and "secret" not in {path.name for path in (tmp_path / "without").rglob("*")}
    manifest = read_manifest(tmp_path / "without")
    assert len(manifest["keys"]["chain-heads"]) == 16
    assert "only-for-tests" not in json.dumps(manifest)
    assert tell(elsewhere, "restore", tmp_path / "with").exit_code == 0
    assert tell(elsewhere, "audit", "seal").output == "seal 2 written\n"
    assert tell(elsewhere, "audit", "verify").exit_code == 0, "the house that came back seals on with the same key"


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_nothing_is_written_over(worked: Flask, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    out = tell(worked, "backup", tmp_path / "there")
    assert (out.exit_code, "is there already" in out.output) == (1, True)
    tell(worked, "backup", tmp_path / "copy")
    back = tell(worked, "restore", tmp_path / "copy")
    assert (back.exit_code, "the database is not empty" in back.output) == (1, True)


def test_a_backup_that_was_touched_is_refused_with_a_sentence(worked: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    tell(worked, "backup", tmp_path / "copy")
    database = tmp_path / "copy" / "database.sqlite"
    honest = database.read_bytes()
    database.write_bytes(honest[:-1] + bytes([honest[-1] ^ 1]))
    said = tell(elsewhere, "restore", tmp_path / "copy")
    assert "is not the file that was backed up" in said.output
    assert "no readable manifest.json" in tell(elsewhere, "restore", tmp_path).output


def test_a_restored_record_that_is_not_the_one_backed_up_is_found(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    """Somebody edits the backup and its manifest: the seals outside the database still tell."""
    with worked.app_context(), unit_of_work() as session:
        session.execute(text("UPDATE case_event SET tag = 'x' WHERE case_id = 2 AND seq = 2"))
    tell(worked, "backup", tmp_path / "copy")
    back = tell(elsewhere, "restore", tmp_path / "copy")
    assert back.exit_code == 1
    assert "case 2: event 2 was edited after it was written" in back.output


def test_a_file_whose_bytes_rotted_is_named_and_the_rest_is_kept(worked: Flask, tmp_path: Path) -> None:
    with worked.app_context(), reading() as session:
        sha256 = session.scalars(select(StoredFile.sha256)).one()
    path = worked.extensions["binglian.files"].path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"rot")
    out = tell(worked, "backup", tmp_path / "copy")
    assert out.exit_code == 1
    assert f"damaged in the store: {sha256[:2]}/{sha256[2:4]}/{sha256}" in out.output
