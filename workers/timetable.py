"""Every periodic job as one row, and the loop that rings for them.

A bell only says "look": any number of copies of this may run, and none need run on time. Rows whose bell was lost are
found by the next ring.
"""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from flask import Flask

from app.adapters.bell import ANSWER, Bell
from app.foundation.crash_points import crash_point
from app.foundation.wallclock import now
from approvals.usecases.outbox.note_run import note_run
from departments.domain.actor import SYSTEM

BEAT = 1.0
SOON = 2.0
NOTED_EVERY = 60.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Periodic:
    """One row: `function` is called by a worker of `queue`, with the queue's name, every so often."""

    name: str
    every: dt.timedelta
    queue: str
    function: str = ANSWER


# What a killed worker held is free after its lease of 45 s: a ring every ten has it done within the minute.
# What is done by the hour and by the night has its rows in workers/jobs/chores.py: the report queue's ring opens them.
TIMETABLE: tuple[Periodic, ...] = (
    Periodic("sweep_clocks", dt.timedelta(seconds=10), "clock"),
    Periodic("print_letters", dt.timedelta(seconds=10), "paper"),
    Periodic("send_notices", dt.timedelta(seconds=10), "notice"),
    Periodic("write_reports", dt.timedelta(seconds=10), "report"),
)


class Ringer:
    """Rings each row when its time has come; what could not be rung is tried again soon."""

    def __init__(self, bell: Bell, rows: Sequence[Periodic] = TIMETABLE, ticks: Callable[[], float] = time.monotonic):
        self._bell = bell
        self._ticks = ticks
        self._next = dict.fromkeys(rows, ticks())

    def ring_due(self) -> int:
        """Ring what is due; returns how many bells rang."""
        rang = 0
        for row, moment in self._next.items():
            if moment > self._ticks():
                continue
            crash_point("timetable.before_ring")
            done = self._bell.call(row.function, [row.queue])
            crash_point("timetable.after_ring")
            self._next[row] = self._ticks() + (row.every.total_seconds() if done else SOON)
            rang += done
        return rang


def keep_time(app: Flask, bell: Bell) -> None:
    """Ring until told to stop; leaves one line a minute among the runs, so that an operator sees it live."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    ringer, noted, began, rang = Ringer(bell), -NOTED_EVERY, now(), 0
    while not stop.is_set():
        rang += ringer.ring_due()
        if rang and time.monotonic() - noted >= NOTED_EVERY:
            _note(app, began)
            noted, began, rang = time.monotonic(), now(), 0
        stop.wait(BEAT)


def _note(app: Flask, began: dt.datetime) -> None:
    try:
        with app.app_context():
            note_run(job="timetable", queue="", started_at=began, touched=0, error="", actor=SYSTEM, now=now())
    # A database that is away or being migrated is no reason to stop ringing.
    except Exception as error:  # noqa: BLE001
        log.warning("run_not_noted", error=type(error).__name__)
