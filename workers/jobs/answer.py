"""What a bell calls: look into the database for what its queue has to do. Safe to run twice, late, or never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import structlog
from flask import current_app
from rq.timeouts import BaseTimeoutException

from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from app.foundation.unit_of_work import RING
from approvals.queries.outbox import fallen_rows
from approvals.usecases.clock.queue_due import queue_due
from approvals.usecases.outbox.note_fallen import note_fallen
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
    _note_fallen(queue, started)
    run = partial(note_run, job=JOBS[queue], queue=queue, started_at=started, actor=SYSTEM)
    try:
        swept = _find(queue, moments)
        crash_point("answer.found")
        tally = drain(queue, moments, started + BUDGET)
    except Exception as cut:  # the bell's own time limit: what it cuts off is a run that failed
        run(touched=0, error=f"{type(cut).__name__}: {cut}", now=moments())
        raise
    crash_point("answer.drained")
    run(touched=tally.done, error=swept or tally.error, now=moments())
    crash_point("answer.noted")
    if is_due(queue, moments()):
        ring: Callable[[set[str]], object] = current_app.extensions[RING]
        ring({queue})
    return tally.done


def _note_fallen(queue: str, now: dt.datetime) -> None:
    """Runs that a kernel or a power cut ended left no line: their leases tell of them."""
    with reading() as session:
        rows = fallen_rows(session, queue, now)
    if rows:
        note_fallen(job=JOBS[queue], queue=queue, rows=rows, actor=SYSTEM, now=now)


def _find(queue: str, moments: Moments) -> str:
    """Find what has come due; a look that fails must not keep the rows already found from being done."""
    try:
        open_due(queue, moments())
        if queue == "clock":
            queue_due(actor=SYSTEM, now=moments())
    except BaseTimeoutException:  # it fires once: going on without a limit could hang for ever
        raise
    except Exception as error:
        log.error("sweep_failed", exc_info=error)
        return f"{type(error).__name__}: {error}"
    return ""


__all__ = ["JOBS", "Tally", "answer"]
