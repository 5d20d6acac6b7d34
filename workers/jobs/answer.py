"""What a bell calls: look into the database for what its queue has to do. Safe to run twice, late, or never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import structlog
from flask import current_app

from app.foundation.crash_points import crash_point
from app.foundation.unit_of_work import RING
from approvals.usecases.clock.queue_due import queue_due
from approvals.usecases.outbox.note_run import note_run
from departments.domain.actor import SYSTEM
from workers.jobs.chores import open_due
from workers.jobs.drain import Tally, drain, is_due
from workers.jobs.moments import Moments, database_moments

BUDGET = dt.timedelta(seconds=15)
"""How long one bell is answered; then it rings again, so that a worker told to stop is never far from an end."""
JOBS: Mapping[str, str] = MappingProxyType(
    {"clock": "sweep_clocks", "paper": "print_letters", "notice": "send_notices", "report": "write_reports"}
)
"""Queue → the name its runs are listed under."""
log = structlog.get_logger()


def answer(queue: str) -> int:
    """Do what is due in this queue for at most the budget; returns how many rows were done."""
    moments = database_moments()
    started = moments()
    crash_point("answer.begun")
    swept = _find(queue, moments)
    crash_point("answer.found")
    tally = drain(queue, moments, started + BUDGET)
    crash_point("answer.drained")
    note_run(
        job=JOBS[queue], queue=queue, started_at=started, touched=tally.done, error=swept or tally.error, actor=SYSTEM,
        now=moments(),
    )  # fmt: skip
    crash_point("answer.noted")
    if is_due(queue, moments()):
        ring: Callable[[set[str]], object] = current_app.extensions[RING]
        ring({queue})
    return tally.done


def _find(queue: str, moments: Moments) -> str:
    """Find what has come due; a look that fails must not keep the rows already found from being done."""
    try:
        open_due(queue, moments())
        if queue == "clock":
            queue_due(actor=SYSTEM, now=moments())
    except Exception as error:
        log.error("sweep_failed", exc_info=error)
        return f"{type(error).__name__}: {error}"
    return ""


__all__ = ["JOBS", "Tally", "answer"]
