"""The keys of a house beside its backup: named by their fingerprints always, taken along only when asked for."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

from app.adapters.written_out import copy_whole, sha256_of
from app.foundation.settings import Settings

NOT_OURS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""A place that belongs to the operator, not to the user that the house runs as."""


def fingerprints(settings: Settings) -> dict[str, str]:
    """Sixteen hex digits for each key this house holds: enough to recognise one, nothing to guess it from."""
    told = {"SECRET_KEY": _of_secret(settings.secret_key)}
    public = settings.seal_key.with_suffix(".pub")
    if os.access(public, os.R_OK):
        told["chain-heads"] = hashlib.sha256(public.read_bytes()).hexdigest()[:16]
    return told | {
        path.relative_to(settings.keys).as_posix(): sha256_of(path)[:16]
        for path in sorted(settings.keys.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
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


def copy_keys(settings: Settings, target: Path) -> None:
    """Private keys, because they were asked for: the folder is its owner's only."""
    target.mkdir(mode=0o700)
    held = [path for path in sorted(settings.keys.rglob("*")) if path.is_file()]
    for path in held:
        copy_whole(path, target / "keys" / path.relative_to(settings.keys)).chmod(0o600)
    if settings.seal_key.exists() and settings.seal_key not in held:
        copy_whole(settings.seal_key, target / "chain-heads.pem").chmod(0o600)
    (target / "secret_key").touch(mode=0o600)
    (target / "secret_key").write_text(settings.secret_key, encoding="ascii")


def put_keys(settings: Settings, source: Path) -> list[str]:
    """What a backup holds of keys goes where this house looks for them; returns in words what a hand has to put where,
    because the house itself may not write there."""
    keys = source / "keys"
    places = [(source / "chain-heads.pub", settings.seal_key.with_suffix(".pub"))]
    places += [
        (path, _place_of(settings, path.relative_to(keys))) for path in sorted(keys.rglob("*")) if path.is_file()
    ]
    by_hand = []
    for path, target in places:
        try:
            _put(path, target)
        except OSError as error:
            if error.errno not in NOT_OURS:
                raise
            by_hand.append(f"{path.relative_to(source)} of the backup belongs at {target} ({error.strerror})")
    return by_hand


def _place_of(settings: Settings, inside: Path) -> Path:
    places = {"chain-heads.pem": settings.seal_key, "secret_key": settings.home / "secret_key"}
    return places.get(inside.as_posix()) or settings.keys / inside.relative_to("keys")


def _put(path: Path, target: Path) -> None:
    """Never over another key; the secret of an empty house is nobody's."""
    if path.exists() and (not target.exists() or target.name == "secret_key"):
        copied = copy_whole(path, target)
        if path.name != "chain-heads.pub":
            copied.chmod(0o600)
