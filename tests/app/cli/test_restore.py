"""flask restore on hosts that are not as clean as one hopes, and of backups that are not as whole as one thought."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import select
from sqlalchemy.engine import make_url

from app.adapters.database_copy import CopyFailed, copy_in, copy_out
from app.adapters.written_out import copy_whole, sha256_of
from app.factory import create_app
from app.foundation.first_start import unfinished
from app.foundation.reading import reading
from app.foundation.settings import Settings
from approvals.models.papers import StoredFile
from tests.app.cli.test_backup import elsewhere, tell, worked
from tests.factories.chains import empty_cases

__all__ = ["elsewhere", "worked"]
pytestmark = pytest.mark.starts_from.with_args(empty_cases)


def kept(app: Flask) -> Path:
    with app.app_context(), reading() as session:
        path: Path = app.extensions["binglian.files"].path(session.scalars(select(StoredFile.sha256)).one())
    return path


def test_one_rotten_file_does_not_keep_the_house_from_coming_back(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    kept(worked).chmod(0o600)
    kept(worked).write_bytes(b"rot")
    assert tell(worked, "backup", tmp_path / "copy").exit_code == 1
    back = tell(elsewhere, "restore", tmp_path / "copy")
    assert "15 events" in back.output, "the record is there"
    assert f"was damaged before it was backed up: {kept(worked).name}" in back.output
    assert back.exit_code == 1


def test_what_was_damaged_since_is_named_and_left_out_and_the_rest_comes_back(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    worked.extensions["binglian.files"].keep(b"%PDF-1.7 another", "application/pdf", "another.pdf")
    tell(worked, "backup", tmp_path / "copy")
    (paper,) = (tmp_path / "copy" / "files").rglob(kept(worked).name)
    paper.write_bytes(b"another paper")
    back = tell(elsewhere, "restore", tmp_path / "copy")
    assert back.exit_code == 1 and "1 files, 1 seals" in back.output and "15 events" in back.output
    assert f"was damaged since it was backed up, and left out: {paper.name}" in back.output
    assert "rows_without_file: 1" in back.output, "the nights say it too, until it is brought back from elsewhere"
    held: Settings = elsewhere.extensions["binglian.settings"]
    assert [path.read_bytes() for path in held.files.rglob("*") if path.is_file()] == [b"%PDF-1.7 another"]


def test_bundles_and_what_was_put_away_are_compared_with_their_names_too(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    house: Settings = worked.extensions["binglian.settings"]
    names = [f"{room}/{hashlib.sha256(room.encode()).hexdigest()}" for room in ("bundles", "quarantine")]
    for name in names:
        (house.files / name).parent.mkdir(parents=True)
        (house.files / name).write_text(Path(name).parent.name, encoding="utf-8")
    assert tell(worked, "backup", tmp_path / "copy").exit_code == 0
    for name in names:
        (tmp_path / "copy" / "files" / name).write_bytes(b"rot")
    back = tell(elsewhere, "restore", tmp_path / "copy")
    assert back.exit_code == 1 and "1 files, 1 seals" in back.output, (back.output, back.exception)
    bundle, put_away = (f"was damaged since it was backed up, and left out: {Path(name).name}" for name in names)
    assert f"{bundle} (a bundle: it is made anew when it is ordered)\n" in back.output
    assert f"{put_away}\n" in back.output
    held: Settings = elsewhere.extensions["binglian.settings"]
    assert not any((held.files / name).exists() for name in names)
    (house.files / names[0]).write_bytes(b"rot")
    rotten = tell(worked, "backup", tmp_path / "another")
    assert rotten.exit_code == 1 and f"damaged in the store: {names[0]}" in rotten.output


def test_a_file_that_cannot_be_read_is_named_and_the_rest_comes_back(
    worked: Flask, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A sector of the disk with the backup is gone; part of the file was copied before that was seen."""
    worked.extensions["binglian.files"].keep(b"%PDF-1.7 another", "application/pdf", "another.pdf")
    unread, copy, read = kept(worked).name, shutil.copy, sha256_of

    def copies(source: Path, target: Path) -> None:
        if source.name == unread:
            target.write_bytes(b"%PDF")
            raise OSError(errno.EIO, "Input/output error", str(source), None, str(target))
        copy(source, target)

    def reads(path: Path) -> str:
        if path.name == unread:
            raise OSError(errno.EIO, "Input/output error")
        return read(path)

    def breaks(disk: pytest.MonkeyPatch) -> None:
        disk.setattr("app.adapters.written_out.shutil.copy", copies)
        disk.setattr("app.adapters.backups.sha256_of", reads)

    tell(worked, "backup", tmp_path / "copy")
    with monkeypatch.context() as disk:
        breaks(disk)
        back = tell(elsewhere, "restore", tmp_path / "copy")
        out = tell(worked, "backup", tmp_path / "another")
    assert back.exit_code == 1 and "1 files, 1 seals" in back.output and "15 events" in back.output, back.output
    assert f"was damaged since it was backed up, and left out: {unread}" in back.output
    assert "rows_without_file: 1" in back.output
    held: Settings = elsewhere.extensions["binglian.settings"]
    assert [path.read_bytes() for path in held.files.rglob("*") if path.is_file()] == [b"%PDF-1.7 another"]
    assert out.exit_code == 1 and "1 files, 1 seals" in out.output and f"{unread} is not what its name" in out.output


def test_a_database_that_does_not_come_back_says_what_to_empty(
    worked: Flask, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "copy")

    def fails(*_: object) -> None:
        raise CopyFailed("pg_restore ended with 1: out of memory")

    held: Settings = elsewhere.extensions["binglian.settings"]
    with monkeypatch.context() as broken:
        broken.setattr("app.adapters.backups.copy_in", fails)
        refused = tell(elsewhere, "restore", tmp_path / "copy").output
    assert "out of memory; the database was not touched" in refused
    assert f"empty {held.files}, remove the *.seal files below {held.seals} (" in refused and "begin again" in refused
    shutil.rmtree(held.files)
    for seal in held.seals.rglob("*.seal"):
        seal.unlink()
    assert tell(elsewhere, "restore", tmp_path / "copy").exit_code == 0


def test_a_copy_of_the_other_kind_of_database_is_refused_before_anything_is_written(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "copy")
    manifest = tmp_path / "copy" / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("database.sqlite", "database.dump"), encoding="utf-8"
    )
    refused = tell(elsewhere, "restore", tmp_path / "copy")
    assert "the copy is database.dump, the database of this host is sqlite" in refused.output
    assert "begin again" not in refused.output and not kept_files(elsewhere)


def test_a_place_for_keys_that_the_house_may_not_write_is_left_to_a_hand(
    worked: Flask, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A city's chain key lies in /etc, which is root's."""
    tell(worked, "backup", tmp_path / "copy", "--with-keys")
    held: Settings = elsewhere.extensions["binglian.settings"]
    place = tmp_path / "etc" / "chain-heads.pem"
    city = create_app(dataclasses.replace(held, mode="city", seal_key_file=place))

    def may_not(source: Path, target: Path) -> Path:
        if target.parent == place.parent:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return copy_whole(source, target)

    with monkeypatch.context() as closed:
        closed.setattr("app.adapters.backup_keys.copy_whole", may_not)
        back = tell(city, "restore", tmp_path / "copy")
    belongs = f"chain-heads.pub of the backup belongs at {place.with_suffix('.pub')} (Permission denied)"
    assert f"to be put there by hand, then flask audit verify: {belongs}" in back.output, back.exception
    assert "15 events" in back.output and "no key to verify the seals with" in back.output and back.exit_code == 1
    place.parent.mkdir()
    shutil.copy(tmp_path / "copy" / "chain-heads.pub", place.with_suffix(".pub"))
    assert tell(city, "audit", "verify").exit_code == 0


def test_what_came_back_is_not_taken_for_a_first_start_that_was_interrupted(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    """`flask prepare` would take it down to build its demo city anew."""
    tell(worked, "backup", tmp_path / "copy")
    begun = unfinished(elsewhere.extensions["binglian.settings"])
    begun.touch()
    assert tell(elsewhere, "restore", tmp_path / "copy").exit_code == 0
    assert not begun.exists()


def test_a_journal_left_over_from_another_database_is_not_played_into_the_one_that_comes_back(
    worked: Flask, elsewhere: Flask, settings: Settings, tmp_path: Path
) -> None:
    """SQLite would take it for the newest writes of the file beside it."""
    tell(worked, "backup", tmp_path / "copy")
    with elsewhere.app_context():
        url = elsewhere.extensions["binglian.settings"].database_url
    leftover = Path(f"{make_url(url).database}-wal")
    leftover.write_bytes(b"of somebody else")
    refused = tell(elsewhere, "restore", tmp_path / "copy")
    assert refused.exit_code == 1 and f"{leftover} is left over" in refused.output
    leftover.unlink()
    assert tell(elsewhere, "restore", tmp_path / "copy").exit_code == 0


def test_a_backup_without_one_of_its_seals_is_refused_before_anything_is_written(
    worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "copy")
    (seal,) = (tmp_path / "copy" / "seals").rglob("*.seal")
    seal.unlink()
    refused = tell(elsewhere, "restore", tmp_path / "copy")
    assert "0 of 1 seals" in refused.output
    assert not kept_files(elsewhere)


def kept_files(app: Flask) -> list[Path]:
    held: Settings = app.extensions["binglian.settings"]
    return [path for folder in (held.files, held.seals) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("text", ['{"format": 1}', '{"format": 1, "whole": true, "facts": {}}', '{"format": 1, "who'])
def test_a_manifest_that_was_cut_is_refused_with_a_sentence(
    text: str, worked: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "copy")
    (tmp_path / "copy" / "manifest.json").write_text(text, encoding="utf-8")
    refused = tell(elsewhere, "restore", tmp_path / "copy")
    assert refused.output.startswith("Error: nothing was restored: "), (refused.output, refused.exception)


def test_a_file_that_was_cut_is_refused_with_a_sentence(worked: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    tell(worked, "backup", tmp_path / "copy.tar")
    whole = (tmp_path / "copy.tar").read_bytes()
    for length in (0, 700, len(whole) // 2, len(whole) - 20_000):
        (tmp_path / "copy.tar").write_bytes(whole[:length])
        refused = tell(elsewhere, "restore", tmp_path / "copy.tar")
        assert refused.output.startswith("Error: nothing was restored: "), (length, refused.output, refused.exception)


def test_what_was_written_down_elsewhere_can_be_compared(worked: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    """Who rewrites a backup whole also rewrites what it says of itself; the line on paper stays."""
    out = tell(worked, "backup", tmp_path / "copy")
    heads = json.loads((tmp_path / "copy" / "manifest.json").read_text(encoding="utf-8"))["facts"]["heads"]
    fingerprint = tell(worked, "audit", "key").output.partition("fingerprint ")[2].strip()
    back = tell(elsewhere, "restore", tmp_path / "copy")
    assert heads in out.output and heads in back.output
    assert fingerprint and fingerprint in out.output and fingerprint in back.output


def test_a_file_that_came_back_is_nobody_elses_to_read(worked: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    tell(worked, "backup", tmp_path / "copy")
    tell(elsewhere, "restore", tmp_path / "copy")
    assert kept(elsewhere).stat().st_mode & 0o777 == 0o640


def test_what_is_being_written_meanwhile_is_not_copied_by_half(
    settings: Settings, worked: Flask, tmp_path: Path
) -> None:
    with sqlite3.connect(make_url(settings.database_url).database or "") as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM case_event WHERE case_id = 1")
        (tmp_path / "copy").mkdir()
        _, facts = copy_out(settings.database_url, tmp_path / "copy")
        other.rollback()
    assert facts.events == 15


def test_postgresql_is_reached_as_the_house_itself_reaches_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By a socket, with TLS, on one of two hosts: all of it stands in the query of the URL."""
    asked: dict[str, Any] = {}

    def run(words: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.update(conninfo_to_dict(words[1].removeprefix("--dbname=")), secret=env.get("PGPASSWORD"))
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr("app.adapters.database_copy.refuse_filled", lambda url: None)
    monkeypatch.setattr("app.adapters.database_copy._program", lambda name: name)
    monkeypatch.setattr("app.adapters.database_copy.subprocess.run", run)
    url = "postgresql+psycopg://u:p%40ss@/db?host=/run/postgresql&port=5433&sslmode=require&prepare_threshold=0"
    copy_in(url, tmp_path / "database.dump")
    assert asked == {
        "host": "/run/postgresql", "port": "5433", "user": "u", "dbname": "db", "sslmode": "require", "secret": "p@ss"
    }  # fmt: skip


def test_a_full_disk_is_named_by_where_there_is_no_room(
    worked: Flask, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell(worked, "backup", tmp_path / "copy")

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))

    monkeypatch.setattr("app.adapters.written_out.shutil.copy", full)
    held: Settings = elsewhere.extensions["binglian.settings"]
    refused = tell(elsewhere, "restore", tmp_path / "copy").output
    assert f"nothing was restored: {held.files}" in refused and "No space left on device" in refused
    assert f"empty {held.files}, remove the *.seal files below {held.seals} (" in refused and "begin again" in refused
    assert f"no backup was made: {tmp_path}/again" in tell(worked, "backup", tmp_path / "again").output
    assert not (tmp_path / "again").exists()


def test_a_chain_key_among_the_seals_is_no_seal_and_stays(worked: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    """A city of containers keeps both in one place; whoever is told to empty it removes the only private key."""
    tell(worked, "backup", tmp_path / "copy")
    held: Settings = elsewhere.extensions["binglian.settings"]
    place = held.seals / "key" / "chain-heads.pem"
    place.parent.mkdir(parents=True)
    shutil.copy(worked.extensions["binglian.settings"].seal_key, place)
    city = create_app(dataclasses.replace(held, seal_key_file=place))
    stray = held.seals / "000000" / "000000009.seal"
    stray.parent.mkdir()
    stray.write_bytes(b"of another house")
    refused = tell(city, "restore", tmp_path / "copy")
    assert (
        refused.exit_code == 1 and f"move the *.seal files below {held.seals} away, and those alone" in refused.output
    )
    stray.unlink()
    back = tell(city, "restore", tmp_path / "copy")
    assert back.exit_code == 0, (back.output, back.exception)
    assert tell(city, "audit", "seal").output == "seal 2 written\n" and tell(city, "audit", "verify").exit_code == 0
