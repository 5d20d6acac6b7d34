"""What all test processes of one run have in common: a folder, in memory where there is room, and locks between them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "TESTS_SHARED_FOLDER"
CLUSTER = "cluster"
MEMORY = Path("/dev/shm")
ENOUGH = 4 * 1024**3


def in_memory() -> str | None:
    """Where nothing waits for a disk; the usual temporary folder when that is missing or small, as in many containers."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


def open_shared_folder() -> None:
    """By the process that starts the others; they find it in their environment."""
    os.environ[NAME] = tempfile.mkdtemp(prefix="binglian-tests-", dir=in_memory())


def shared_folder() -> Path:
    return Path(os.environ[NAME])


def close_shared_folder() -> None:
    """By the process that opened it, after the others have ended."""
    shutil.rmtree(os.environ.pop(NAME), ignore_errors=True)


@contextmanager
def told_once(name: str) -> Iterator[Path]:
    """A file that one process at a time may look at and fill; empty until somebody has."""
    path = shared_folder() / name
    with path.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield path
