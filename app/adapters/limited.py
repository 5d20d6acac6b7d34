"""Work on files that strangers made, in a process of its own: little memory, little time, no secret in reach.

    answer = run("app.adapters.pdf_look", request, limits)

starts `python -m app.adapters.limited_child`, which limits itself, imports the module and calls its `answer`. A parser
that a hostile file leads astray ends there; the process that asked goes on.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHILD = "app.adapters.limited_child"


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take: bytes of address space, seconds of processor and of waiting, bytes of answer."""

    memory: int
    cpu_seconds: int
    wall_seconds: float
    answer: int


class Unfinished(Exception):
    """The child was stopped by a limit, or died; there is no answer."""


def run(module: str, request: bytes, limits: Limits) -> bytes:
    """What `module.answer(request)` says; raises Unfinished when it broke off or said nothing within its limits.

    The child gets no environment: neither the database nor any key is named in it.
    """
    bounds = [str(limits.memory), str(limits.cpu_seconds), str(limits.answer)]
    with tempfile.TemporaryFile() as told:
        try:
            ended = subprocess.run(  # noqa: S603 - our own module, named by our own code
                [sys.executable, "-E", "-s", "-m", CHILD, module, *bounds],
                input=request, stdout=told, stderr=subprocess.DEVNULL, cwd=ROOT, env={}, timeout=limits.wall_seconds,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise Unfinished(f"{module}: more than {limits.wall_seconds:g} s") from late
        if ended.returncode != 0:
            raise Unfinished(f"{module}: ended with {ended.returncode}")
        told.seek(0)
        return told.read(limits.answer)
