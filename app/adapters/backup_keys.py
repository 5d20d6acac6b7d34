"""The keys of a house beside its backup: named by their fingerprints always, taken along only when asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from app.adapters.written_out import copy_whole, sha256_of
from app.foundation.settings import Settings


def fingerprints(settings: Settings) -> dict[str, str]:
    """Sixteen hex digits for each key this house holds: enough to recognise one, nothing to guess it from."""
    told = {"SECRET_KEY": _of_secret(settings.secret_key)}
    public = settings.seal_key.with_suffix(".pub")
    if public.exists():
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


def put_key(settings: Settings, path: Path, inside: Path) -> None:
    """A key goes where this house looks for it, and never over another one; the secret of an empty house is nobody's."""
    if path.is_dir():
        return
    places = {"chain-heads.pem": settings.seal_key, "secret_key": settings.home / "secret_key"}
    target = places.get(inside.as_posix()) or settings.keys / inside.relative_to("keys")
    if not target.exists() or target.name == "secret_key":
        copy_whole(path, target).chmod(0o600)
