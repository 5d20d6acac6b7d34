"""Files of a backup: flushed to the disk, with the rights of what they are a copy of, and known by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def copy_whole(path: Path, target: Path) -> Path:
    """Copy bytes and rights, making the folders above; returns the copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)
    flush(target)
    return target


def write_whole(target: Path, text: str) -> None:
    """Write a text file."""
    target.write_text(text, encoding="utf-8")
    flush(target)


def flush(path: Path) -> None:
    """What is named as done survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
