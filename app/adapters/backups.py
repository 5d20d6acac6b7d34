"""A backup of the whole house in one folder: database, files, seals, public keys, and a manifest that says what is there.

The database is copied first. A file is stored before its row, so every row of the copy finds its file; and of the seals
only those are taken that the copy knows, because a newer one would speak of events that the copy does not have.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.adapters.database_copy import CopyFailed, Facts, copy_in, copy_out, facts_in, is_filled
from app.foundation.settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
NOT_KEPT = frozenset({"incoming"})
"""Halves of files on their way in: whoever sends them sends them again."""
CHUNK = 1 << 20


@dataclass
class Tally:
    """Files copied: how many, how large, and which were not what their name says."""

    count: int = 0
    size: int = 0
    damaged: list[str] = field(default_factory=list)


def make_backup(
    settings: Settings, target: Path, now: dt.datetime, *, with_keys: bool = False, database_only: bool = False
) -> dict[str, Any]:
    """Write a new folder and return its manifest; a backup that was broken off leaves nothing under this name.

    Raises CopyFailed with a sentence.
    """
    if target.exists():
        raise CopyFailed(f"{target} is there already: a backup never writes over another one")
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        part.mkdir(parents=True, mode=0o700)
        manifest = _filled(settings, part, now, with_keys=with_keys, database_only=database_only)
        (part / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        part.rename(target)
    except OSError as error:
        raise CopyFailed(f"{error.filename or target}: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def _filled(
    settings: Settings, part: Path, now: dt.datetime, *, with_keys: bool, database_only: bool
) -> dict[str, Any]:
    path, facts = copy_out(settings.database_url, part)
    manifest: dict[str, Any] = {
        "format": FORMAT, "made_at": now.isoformat(), "database": path.name, "database_sha256": sha256_of(path),
        "facts": asdict(facts), "keys": fingerprints(settings), "with_keys": with_keys, "whole": not database_only,
    }  # fmt: skip
    if database_only:
        return manifest
    tally = copy_files(settings.files, part / "files")
    manifest["files"] = asdict(tally)
    manifest["seals"] = _copy_seals(settings.seals, part / "seals", facts.last_seal)
    public = settings.seal_key.with_suffix(".pub")
    if public.exists():
        shutil.copyfile(public, part / "chain-heads.pub")
    if with_keys:
        _copy_keys(settings, part / "keys")
    return manifest


def restore_backup(settings: Settings, source: Path, newest: tuple[str, ...]) -> dict[str, Any]:
    """Bring a backup back into an empty house and return its manifest; raises CopyFailed before anything is written,
    when there is something to write over, or the backup is not whole."""
    manifest = read_manifest(source)
    if not manifest["whole"]:
        raise CopyFailed(f"{source} holds the database only: bring it back by hand, into the house it was taken from")
    if manifest["facts"]["revision"] not in newest:
        raise CopyFailed(f"the backup stands at {manifest['facts']['revision']}, which this program does not know yet")
    if is_filled(settings.database_url):
        raise CopyFailed("the database is not empty: a backup is brought back into an empty one only")
    for folder in (settings.files, settings.seals):
        if any(path.is_file() for path in folder.rglob("*")):
            raise CopyFailed(f"{folder} is not empty: a backup is brought back into an empty house only")
    if sha256_of(source / manifest["database"]) != manifest["database_sha256"]:
        raise CopyFailed(f"{manifest['database']} is not the file that was backed up: its bytes were changed")
    try:
        _bring_back(settings, source, manifest)
    except OSError as error:
        raise CopyFailed(f"{error.filename}: {error.strerror}") from error
    return manifest


def _bring_back(settings: Settings, source: Path, manifest: dict[str, Any]) -> None:
    """Files first, the database last: a house whose restore was broken off does not start half."""
    tally = copy_files(source / "files", settings.files)
    if tally.damaged or tally.count != manifest["files"]["count"]:
        raise CopyFailed(f"{tally.count} of {manifest['files']['count']} files, damaged: {tally.damaged or 'none'}")
    for path in sorted((source / "seals").rglob("*.seal")):
        _copy(path, settings.seals / path.relative_to(source / "seals")).chmod(0o444)
    public = settings.seal_key.with_suffix(".pub")
    if (source / "chain-heads.pub").exists() and not public.exists():
        _copy(source / "chain-heads.pub", public)
    for path in sorted((source / "keys").rglob("*")):
        _put_key(settings, path, path.relative_to(source / "keys"))
    copy_in(settings.database_url, source / manifest["database"])


def read_manifest(source: Path) -> dict[str, Any]:
    """What a backup says of itself; raises CopyFailed."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CopyFailed(f"{source} is no backup: it has no readable {MANIFEST}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise CopyFailed(f"{source} is a backup of another format")
    return manifest


def differences(settings: Settings, manifest: dict[str, Any]) -> list[str]:
    """Where the house that was brought back is not the one that was backed up, in words."""
    facts, wanted = asdict(facts_in(settings.database_url)), manifest["facts"]
    names = sorted({*facts["rows"], *wanted["rows"]})
    told = [
        f"table {name}: {facts['rows'].get(name, 0)} rows, {wanted['rows'].get(name, 0)} were backed up"
        for name in names
        if facts["rows"].get(name, 0) != wanted["rows"].get(name, 0)
    ]
    return told + [f"{key} is not what was backed up" for key in ("revision", "heads") if facts[key] != wanted[key]]


def fingerprints(settings: Settings) -> dict[str, str]:
    """Sixteen hex digits for each key this house holds: enough to recognise one, nothing to guess it from."""
    told = {"SECRET_KEY": _of_secret(settings.secret_key)}
    public = settings.seal_key.with_suffix(".pub")
    if public.exists():
        told["chain-heads"] = hashlib.sha256(public.read_bytes()).hexdigest()[:16]
    return told | {
        path.relative_to(settings.keys).as_posix(): sha256_of(path)[:16]
        for path in sorted(settings.keys.rglob("*"))
        if path.is_file()
    }


def missing_keys(settings: Settings, manifest: dict[str, Any]) -> list[str]:
    """Keys of the house that was backed up which this one does not hold."""
    here = set(fingerprints(settings).items())
    kept = settings.home / "secret_key"
    if kept.exists():  # read at the next start; this process began with another one
        here.add(("SECRET_KEY", _of_secret(kept.read_text(encoding="ascii").strip())))
    return [f"{name} ({one})" for name, one in manifest["keys"].items() if (name, one) not in here]


def _of_secret(secret: str) -> str:
    return hashlib.sha256(f"binglian {secret}".encode()).hexdigest()[:16]


def copy_files(source: Path, target: Path) -> Tally:
    """Every kept file, each compared with the hash that is its name."""
    tally = Tally()
    for path in _kept(source):
        inside = path.relative_to(source)
        try:
            copied = _copy(path, target / inside)
        except FileNotFoundError:  # an upload or a bundle that was let go meanwhile
            continue
        tally.count += 1
        tally.size += copied.stat().st_size
        if len(inside.parts) == 3 and len(inside.parts[0]) == 2 and sha256_of(copied) != inside.name:
            tally.damaged.append(inside.as_posix())
    return tally


def _kept(source: Path) -> Iterator[Path]:
    for folder in sorted(source.iterdir()) if source.is_dir() else ():
        if folder.name not in NOT_KEPT:
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _copy_seals(source: Path, target: Path, last: int) -> int:
    paths = [path for path in sorted(source.rglob("*.seal")) if path.stem.isdigit() and int(path.stem) <= last]
    for path in paths:
        _copy(path, target / path.relative_to(source))
    return len(paths)


def _copy_keys(settings: Settings, target: Path) -> None:
    """Private keys, because they were asked for: the folder is its owner's only."""
    target.mkdir(mode=0o700)
    held = [path for path in sorted(settings.keys.rglob("*")) if path.is_file()]
    for path in held:
        _copy(path, target / "keys" / path.relative_to(settings.keys)).chmod(0o600)
    if settings.seal_key.exists() and settings.seal_key not in held:
        _copy(settings.seal_key, target / "chain-heads.pem").chmod(0o600)
    (target / "secret_key").touch(mode=0o600)
    (target / "secret_key").write_text(settings.secret_key, encoding="ascii")


def _put_key(settings: Settings, path: Path, inside: Path) -> None:
    """A key goes where this house looks for it, and never over another one; the secret of an empty house is nobody's."""
    if path.is_dir():
        return
    places = {"chain-heads.pem": settings.seal_key, "secret_key": settings.home / "secret_key"}
    target = places.get(inside.as_posix()) or settings.keys / inside.relative_to("keys")
    if not target.exists() or target.name == "secret_key":
        _copy(path, target).chmod(0o600)


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return target


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["CopyFailed", "Facts", "differences", "make_backup", "missing_keys", "restore_backup"]
