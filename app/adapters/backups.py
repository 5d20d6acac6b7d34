"""A backup of the whole house in one folder: database, files, seals, public keys, and a manifest that says what is there.

The database is copied first. A file is stored before its row, so every row of the copy finds its file; and of the seals
only those are taken that the copy knows, because a newer one would speak of events that the copy does not have.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.adapters.backup_keys import copy_keys, fingerprints, missing_keys, put_keys
from app.adapters.database_copy import (
    FILES,
    CopyFailed,
    Facts,
    copy_in,
    copy_out,
    facts_in,
    refuse_another_kind,
    refuse_filled,
)
from app.adapters.written_out import copy_whole, sha256_of, write_whole
from app.foundation.first_start import unfinished
from app.foundation.settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
NOT_KEPT = frozenset({"incoming"})
"""Halves of files on their way in: whoever sends them sends them again."""
IS_HASH = re.compile(r"[0-9a-f]{64}")
KEY_STAYS = "a chain key among them stays where it is"


@dataclass
class Tally:
    """Files copied: how many, how large, and which were not what their name says, or could not be read at all."""

    count: int = 0
    size: int = 0
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Restored:
    """What came back: its manifest, the files that were damaged since it was written, and the keys that a hand has to put
    in their place."""

    manifest: dict[str, Any]
    damaged: tuple[str, ...]
    by_hand: tuple[str, ...]


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
        write_whole(part / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        part.rename(target)
    except OSError as error:
        raise CopyFailed(_why(error, target)) from error
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
        copy_whole(public, part / "chain-heads.pub")
    if with_keys:
        copy_keys(settings, part / "keys")
    return manifest


def restore_backup(settings: Settings, source: Path, newest: tuple[str, ...]) -> Restored:
    """Bring a backup back into an empty house, but for files that are damaged; raises CopyFailed before anything is
    written, when there is something to write over, or the backup is not whole."""
    manifest = read_manifest(source)
    if not manifest["whole"]:
        raise CopyFailed(f"{source} holds the database only: bring it back by hand, into the house it was taken from")
    if manifest["facts"]["revision"] not in newest:
        raise CopyFailed(f"the backup stands at {manifest['facts']['revision']}, which this program does not know yet")
    refuse_another_kind(settings.database_url, manifest["database"])
    refuse_filled(settings.database_url)
    if any(path.is_file() for path in settings.files.rglob("*")):
        raise CopyFailed(f"{settings.files} is not empty: a backup is brought back into an empty house only")
    if any(settings.seals.rglob("*.seal")):  # the key may lie beside them, and is no seal
        move = f"move the *.seal files below {settings.seals} away, and those alone: {KEY_STAYS}"
        raise CopyFailed(f"there are seals: a backup is brought back into an empty house only; {move}")
    try:
        _compare(source, manifest)
    except OSError as error:
        raise CopyFailed(_why(error, source)) from error
    try:
        return _bring_back(settings, source, manifest)
    except (OSError, CopyFailed) as error:
        again = f"empty {settings.files}, remove the *.seal files below {settings.seals} ({KEY_STAYS}) and begin again"
        raise CopyFailed(f"{_why(error, source)}; the database was not touched; {again}") from error


def _why(error: OSError | CopyFailed, place: Path) -> str:
    if isinstance(error, CopyFailed):
        return str(error)
    return f"{error.filename2 or error.filename or place}: {error.strerror}"


def _compare(source: Path, manifest: dict[str, Any]) -> None:
    """Whether all is there, before anything of it is written."""
    if sha256_of(source / manifest["database"]) != manifest["database_sha256"]:
        raise CopyFailed(f"{manifest['database']} is not the file that was backed up: its bytes were changed")
    for what, wanted, found in (
        ("files", manifest["files"]["count"], sum(1 for _ in _kept(source / "files"))),
        ("seals", manifest["seals"], sum(1 for _ in (source / "seals").rglob("*.seal"))),
    ):
        if found != wanted:
            raise CopyFailed(f"{found} of {wanted} {what} are in the backup: it is not whole")


def _bring_back(settings: Settings, source: Path, manifest: dict[str, Any]) -> Restored:
    """Files first, the database last: a house whose restore was broken off does not start half."""
    tally = copy_files(source / "files", settings.files)
    damaged = sorted({*tally.damaged} - {*manifest["files"]["damaged"]})
    for name in damaged:  # whoever looks for what is lost must miss it
        (settings.files / name).unlink(missing_ok=True)
    for path in sorted((source / "seals").rglob("*.seal")):
        copy_whole(path, settings.seals / path.relative_to(source / "seals")).chmod(0o444)
    by_hand = put_keys(settings, source)
    # a city that was half built here is gone, or this database would not be empty
    unfinished(settings).unlink(missing_ok=True)
    copy_in(settings.database_url, source / manifest["database"])
    return Restored(manifest, tuple(damaged), tuple(by_hand))


def read_manifest(source: Path) -> dict[str, Any]:
    """What a backup says of itself; raises CopyFailed."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CopyFailed(f"{source} is no backup: it has no readable {MANIFEST}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise CopyFailed(f"{source} is a backup of another format")
    if not _is_whole(manifest):
        raise CopyFailed(f"{source}: its {MANIFEST} is not whole")
    return manifest


def _is_whole(manifest: dict[str, Any]) -> bool:
    """Whether a manifest says everything that is asked of it later."""
    parts: dict[str, set[str]] = {"facts": {"revision", "rows", "heads", "events"}}
    if manifest.get("whole", True):
        parts["files"] = {"count", "damaged"}
    needed = {"database_sha256", "keys", "whole"} | ({"seals"} if "files" in parts else set())
    return (
        manifest.get("database") in FILES.values()
        and needed <= manifest.keys()
        and all(isinstance(manifest.get(name), dict) and keys <= manifest[name].keys() for name, keys in parts.items())
    )


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


def copy_files(source: Path, target: Path) -> Tally:
    """Every kept file, each compared with the hash that is its name: papers, bundles, and what was put away."""
    tally = Tally()
    for path in _kept(source):
        inside = path.relative_to(source)
        try:
            copied = copy_whole(path, target / inside)
        except FileNotFoundError:  # an upload or a bundle that was let go meanwhile
            continue
        except OSError:
            if _can_be_read(path):  # then it is the copy that has no place
                raise
            (target / inside).unlink(missing_ok=True)
            tally.damaged.append(inside.as_posix())
            continue
        tally.count += 1
        tally.size += copied.stat().st_size
        if IS_HASH.fullmatch(inside.name) and sha256_of(copied) != inside.name:
            tally.damaged.append(inside.as_posix())
    return tally


def _can_be_read(path: Path) -> bool:
    try:
        sha256_of(path)
    except OSError:
        return False
    return True


def _kept(source: Path) -> Iterator[Path]:
    for folder in sorted(source.iterdir()) if source.is_dir() else ():
        if folder.name not in NOT_KEPT:
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _copy_seals(source: Path, target: Path, last: int) -> int:
    paths = [path for path in sorted(source.rglob("*.seal")) if path.stem.isdigit() and int(path.stem) <= last]
    for path in paths:
        copy_whole(path, target / path.relative_to(source))
    return len(paths)


__all__ = ["CopyFailed", "Facts", "Restored", "differences", "make_backup", "missing_keys", "restore_backup"]
