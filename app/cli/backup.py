"""flask backup and flask restore: the whole house out and back, one command each."""

from __future__ import annotations

import os
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.adapters.backup_keys import fingerprints, missing_keys
from app.adapters.backups import CopyFailed, Restored, differences, make_backup, restore_backup
from app.adapters.chain_keys import NoSealKey
from app.adapters.written_out import flush, sha256_of
from app.cli.audit import all_findings, in_words
from app.cli.reconcile import walked
from app.foundation.database import db
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.schema import known, newest
from app.foundation.wallclock import now

LIVE = frozenset(
    {"due_not_done", "letters_not_issued", "files_not_looked_at", "late_without_alarm", "files_without_row"}
)
"""What time brings about while a house stands still is no fault of its restore."""


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--with-keys", is_flag=True, help="Private keys and SECRET_KEY too: lock the backup away.")
@with_appcontext
def backup(target: Path, with_keys: bool) -> None:
    """Write everything to TARGET: a new folder, or one file when its name ends in .tar. The house may go on working."""
    try:
        manifest = _packed(target, with_keys) if target.suffix == ".tar" else _made(target, with_keys)
    except CopyFailed as failed:
        raise click.ClickException(f"no backup was made: {failed}") from None
    facts, files = manifest["facts"], manifest["files"]
    rows = sum(facts["rows"].values())
    click.echo(
        f"{target}: {rows} rows of {len(facts['rows'])} tables, {files['count']} files, {manifest['seals']} seals"
    )
    _say_what_proves(manifest["facts"], "write this down elsewhere")
    for name in files["damaged"]:
        click.echo(f"damaged in the store: {name} is not what its name says, or cannot be read")
    sys.exit(1 if files["damaged"] else 0)


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@with_appcontext
def restore(source: Path) -> None:
    """Bring a backup back into an empty house, with whatever Redis there is, and verify it; exit code 1 when it is not
    the house that was backed up."""
    db.engine.dispose()
    try:
        with _unpacked(source) as folder:
            restored = restore_backup(settings(), folder, known())
    except CopyFailed as failed:
        raise click.ClickException(f"nothing was restored: {failed}") from None
    manifest = restored.manifest
    files = manifest["files"]["count"] - len(restored.damaged)
    click.echo(f"{sum(manifest['facts']['rows'].values())} rows, {files} files, {manifest['seals']} seals")
    _say_what_proves(manifest["facts"], "compare with what was written down")
    _say_what_lacks(restored)
    wrong = _not_as_backed_up(manifest)
    if manifest["facts"]["revision"] != newest():
        click.echo("the backup is of an older schema: flask prepare, then flask reconcile")
    else:
        wrong += _verified()
    for one in wrong:
        click.echo(one)
    click.echo(f"{len(wrong) or 'nothing'} wrong")
    sys.exit(1 if wrong or manifest["files"]["damaged"] or restored.damaged else 0)


def _say_what_lacks(restored: Restored) -> None:
    """Files and keys: what was not whole, and what a hand has to see to."""
    for name in restored.manifest["files"]["damaged"]:
        click.echo(f"was damaged before it was backed up: {Path(name).name}")
    for name in restored.damaged:
        anew = " (a bundle: it is made anew when it is ordered)" if name.startswith("bundles/") else ""
        click.echo(f"was damaged since it was backed up, and left out: {Path(name).name}{anew}")
    for words in restored.by_hand:
        click.echo(f"to be put there by hand, then flask audit verify: {words}")
    for key in missing_keys(settings(), restored.manifest):
        click.echo(f"note: this host does not hold the key {key}")


def _not_as_backed_up(manifest: dict[str, Any]) -> list[str]:
    try:
        return differences(settings(), manifest)
    except CopyFailed as failed:
        raise click.ClickException(f"everything was brought back, and could not be compared: {failed}") from None


def _say_what_proves(facts: dict[str, Any], what_for: str) -> None:
    """Who makes up a whole backup makes up what it says of itself too; a line on paper stays as it is."""
    key = fingerprints(settings()).get("chain-heads", "none")
    click.echo(f"heads of the chains {facts['heads']}, {facts['events']} events, chain key {key}: {what_for}")


def _verified() -> list[str]:
    """The same looks as every night's, and the whole record against its seals."""
    told = []
    try:
        for state in walked():
            told += [f"{name}: {found}" for name, found in state["counts"].items() if found and name not in LIVE]
        with reading() as session:
            told += [in_words(one) for one in all_findings(session, current_app.extensions["binglian.seals"])]
    except (NoSealKey, PermissionError) as absent:
        told.append(f"no key to verify the seals with: {absent}")
    return told


def _made(target: Path, with_keys: bool) -> dict[str, Any]:
    return make_backup(settings(), target, now(), with_keys=with_keys)


def _packed(target: Path, with_keys: bool) -> dict[str, Any]:
    """One file: packed beside its place, named when it is whole."""
    if target.exists():
        raise CopyFailed(f"{target} is there already: a backup never writes over another one")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="backup-") as place:
            folder = Path(place) / target.stem
            manifest = _made(folder, with_keys)
            packed = Path(place) / "whole"
            with tarfile.open(packed, "w") as tar:
                tar.add(folder, arcname=target.stem)
            packed.chmod(0o600)
            flush(packed)
            packed.rename(target)
    except OSError as error:
        raise CopyFailed(f"{error.filename2 or error.filename or target}: {error.strerror}") from error
    click.echo(f"sha256 of {target.name}: {sha256_of(target)}")
    return manifest


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """The folder of a backup; of one file, unpacked for as long as it is read."""
    if source.is_dir():
        yield source
        return
    beside = source.resolve().parent
    with tempfile.TemporaryDirectory(
        dir=beside if os.access(beside, os.W_OK) else settings().home, prefix="restore-"
    ) as place:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(place, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise CopyFailed(f"{source} could not be unpacked: {error}") from None
        folders = [path for path in Path(place).iterdir() if path.is_dir()]
        if len(folders) != 1:
            raise CopyFailed(f"{source} is no backup")
        yield folders[0]
