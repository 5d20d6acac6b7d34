"""Work on files that strangers made, in a process of its own: little memory, little time, no secret in reach.

    answer = run("app.adapters.pdf_look", request, limits)

starts `python -m app.adapters.limited_child`, which limits itself, imports the module and calls its `answer`. A parser
that a hostile file leads astray ends there; the process that asked goes on. A `file` is opened here and handed over
open: the child gets its bytes, not its place, and no other open file of ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHILD = "app.adapters.limited_child"
AT_ONCE = 2
PATIENCE = 10.0


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take: bytes of address space, seconds of processor and of waiting, bytes of answer."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    answer: int


class Unfinished(Exception):
    """The child was stopped by a limit, or died; there is no answer."""


class Places:
    """Room for a few children at a time; whoever waits longer than `patience` seconds goes without."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place for as long as the block runs; raises Unfinished when none became free."""
        if not self._places.acquire(timeout=self._patience):
            raise Unfinished(f"no place within {self._patience:g} s")
        try:
            yield
        finally:
            self._places.release()


def run(module: str, request: bytes, limits: Limits, file: Path | None = None) -> bytes:
    """What `module.answer(request)` says, or `module.answer(request, opened)` with a file.

    Raises Unfinished when it broke off or said nothing within its limits. The child gets no environment: neither the
    database nor any key is named in it.
    """
    bounds = [str(limits.memory), str(limits.cpu_seconds), str(limits.answer)]
    handed = os.open(file, os.O_RDONLY) if file is not None else -1
    try:
        return _told([module, *bounds, str(handed)], request, limits, (handed,) if file is not None else ())
    finally:
        if file is not None:
            os.close(handed)


def _told(arguments: list[str], request: bytes, limits: Limits, handed: tuple[int, ...]) -> bytes:
    module = arguments[0]
    with tempfile.TemporaryFile() as told:
        try:
            ended = subprocess.run(  # noqa: S603 - our own module, named by our own code
                [sys.executable, "-E", "-s", "-m", CHILD, *arguments],
                input=request, stdout=told, stderr=subprocess.DEVNULL, cwd=ROOT, env={}, timeout=limits.wall_seconds,
                pass_fds=handed, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise Unfinished(f"{module}: more than {limits.wall_seconds:g} s") from late
        if ended.returncode != 0:
            raise Unfinished(f"{module}: ended with {ended.returncode}")
        told.seek(0)
        return told.read(limits.answer)
