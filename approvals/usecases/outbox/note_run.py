"""A worker says that it ran: an operator sees when each job ran last, what it touched and what failed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import JobRun
from departments.domain.actor import Actor

LONGEST_ERROR = 2000


def note_run(
    *, job: str, queue: str, started_at: dt.datetime, touched: int, error: str, actor: Actor, now: dt.datetime
) -> None:
    """Add a row for a run that touched something or failed.

    A run that found nothing moves the job's newest idle row instead: a row a minute would say nothing.
    """
    with unit_of_work() as session:
        newest = session.scalar(select(JobRun).where(JobRun.job == job).order_by(JobRun.id.desc()).limit(1))
        is_idle = touched == 0 and error == ""
        if is_idle and newest is not None and newest.touched == 0 and newest.error == "":
            newest.started_at, newest.finished_at = started_at, now
            return
        session.add(
            JobRun(
                job=job,
                queue=queue,
                started_at=started_at,
                finished_at=now,
                touched=touched,
                error=error[:LONGEST_ERROR],
            )
        )
