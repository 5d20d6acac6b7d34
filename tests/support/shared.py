"""What all test processes of one run have in common: a folder, in memory where there is room, and locks between them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "binglian-tests-"
NAME = "TESTS_SHARED_FOLDER"
CLUSTER = "cluster"
MEMORY = Path("/dev/shm")
ENOUGH = 4 * 1024**3


def in_memory() -> str | None:
    """Where nothing waits for a disk; the usual temporary folder when that is missing or small, as in many containers."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


def open_shared_folder() -> None:
    """By the process that starts the others; they find it in their environment, and where `tmp_path` lies."""
    memory = in_memory()
    os.environ[NAME] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=memory)
    if memory:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def shared_folder() -> Path:
    return Path(os.environ[NAME])


def close_shared_folder() -> Path:
    """By the process that opened it, after the others have ended; what lies there is its to remove."""
    return Path(os.environ.pop(NAME))


def abandoned_folders() -> list[Path]:
    """Of runs that were killed and could not tidy up: the number in the name is of a process that is no more."""
    found = Path(in_memory() or tempfile.gettempdir()).glob(f"{PREFIX}[0-9]*-*")
    return [folder for folder in found if not Path("/proc", folder.name.removeprefix(PREFIX).split("-")[0]).exists()]


@contextmanager
def told_once(name: str) -> Iterator[Path]:
    """A file that one process at a time may look at and fill; empty until somebody has."""
    path = shared_folder() / name
    with path.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield path
