"""The other side of `limited`: limit this process for good, then do the one thing it was started for."""

from __future__ import annotations

import importlib
import os
import resource
import sys

OPEN_FILES = 24
"""What a library opens to load itself; nothing of ours is open but the one file handed over."""


def main(module: str, memory: int, cpu_seconds: int, answer: int, handed: int) -> None:
    """Read the request from standard input, write what `module.answer` says; a limit reached ends the process."""
    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: max(OPEN_FILES, handed + 8),
        resource.RLIMIT_NPROC: 0,
    }
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))
    told = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer
    work = importlib.import_module(module)
    request = sys.stdin.buffer.read()
    if handed < 0:
        said: bytes = work.answer(request)
    else:
        with os.fdopen(handed, "rb") as file:
            said = work.answer(request, file)
    with os.fdopen(told, "wb") as out:
        out.write(said)


if __name__ == "__main__":
    main(sys.argv[1], *(int(bound) for bound in sys.argv[2:]))
