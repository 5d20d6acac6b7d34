"""A run that was killed wrote no line itself: who comes next writes it, by the leases that ran out undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import JobRun
from approvals.queries.outbox import Fallen
from approvals.usecases.claims import LEASE
from departments.domain.actor import Actor

DIED = "its worker died, or held it for too long"


def note_fallen(*, job: str, queue: str, rows: Collection[Fallen], actor: Actor, now: dt.datetime) -> None:
    """One failed run per lease, as long as it was, however many workers see it run out before the row is taken again."""
    with unit_of_work() as session:
        ended = JobRun.finished_at.in_([row.lease_until for row in rows])
        said = session.execute(select(JobRun.finished_at, JobRun.error).where(JobRun.job == job, ended))
        known = {(at, error) for at, error in said}
        for row in rows:
            error = f"{row.key}: {DIED}"
            if (row.lease_until, error) not in known:
                began = row.lease_until - LEASE
                session.add(JobRun(job=job, queue=queue, started_at=began, finished_at=row.lease_until, error=error))
