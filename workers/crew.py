"""Several workers on one host: a parent that has imported the house once, and one forked process per name.

Six processes that each import the house cost a small machine ten seconds at every start; a fork costs ten milliseconds.
Every child is the same single-queue worker that a city's units start alone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence

import structlog

from workers.parents import die_with

LOOK_EVERY = 0.2
FIRST_WAIT, LONGEST_WAIT, STEADY = 0.5, 15.0, 30.0
log = structlog.get_logger()


class Member:
    """One name of the crew: the process that works under it now, and when to start the next one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pid: int | None = None
        self.started = 0.0
        self.wait = FIRST_WAIT
        self.due = 0.0

    def fell(self, ticks: float) -> None:
        """Start again soon after a long life, ever later after short ones."""
        self.pid = None
        self.wait = FIRST_WAIT if ticks - self.started > STEADY else min(self.wait * 2, LONGEST_WAIT)
        self.due = ticks + self.wait


class Crew:
    """Keeps one child per name at `work(name)`, until told to stop; then lets each finish its job."""

    def __init__(self, work: Callable[[str], object], names: Sequence[str]) -> None:
        self._work = work
        self._members = [Member(name) for name in names]
        self._stop = threading.Event()

    def run(self) -> int:
        """Start the children, and start fallen ones again; returns 0 when all have ended after a stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        while not self._stop.is_set():
            for member in self._members:
                if member.pid is None and member.due <= time.monotonic():
                    self._start(member)
            self._stop.wait(LOOK_EVERY)
            self._bury()
        for member in self._members:
            if member.pid is not None:
                os.kill(member.pid, signal.SIGTERM)
        while any(member.pid for member in self._members):
            time.sleep(LOOK_EVERY)
            self._bury()
        return 0

    def _bury(self) -> None:
        """Take note of every child that has ended."""
        for member in self._members:
            if member.pid is None:
                continue
            pid, status = os.waitpid(member.pid, os.WNOHANG)
            if pid:
                member.fell(time.monotonic())
                if not self._stop.is_set():
                    code = os.waitstatus_to_exitcode(status)
                    log.warning("worker_fell", worker=member.name, code=code, again_in=member.wait)

    def _start(self, member: Member) -> None:
        parent, member.started = os.getpid(), time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        member.pid = os.fork()
        if member.pid == 0:
            os._exit(self._live(member.name, parent))

    def _live(self, name: str, parent: int) -> int:
        """In the child: a process group of its own, so that a stop reaches it once, through the parent."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.setpgrp()
        die_with(parent)
        structlog.contextvars.bind_contextvars(worker=name)
        try:
            self._work(name)
        except BaseException:  # noqa: BLE001 - the last frame of a process: say it, and let the parent start another
            traceback.print_exc()
            return 1
        return 0
