"""A run that was killed wrote no line itself: who comes next writes it, by the leases that ran out undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.models.traces import JobRun
from approvals.queries.outbox import Fallen
from approvals.usecases.claims import LEASE
from departments.domain.actor import Actor

DIED = "its worker died, or held it for too long"


def note_fallen(*, job: str, queue: str, rows: Sequence[Fallen], actor: Actor, now: dt.datetime) -> None:
    """One failed run per lease, as long as it was, however many rows it held and however many workers see it run out
    before they are taken again. The first that was not done is named: most often it was the one in hand."""
    held: dict[dt.datetime, list[str]] = {}
    for row in rows:
        held.setdefault(row.lease_until, []).append(row.key)
    with unit_of_work() as session:
        ended = JobRun.finished_at.in_(list(held))
        said = session.scalars(
            select(JobRun.finished_at).where(JobRun.job == job, ended, JobRun.error.endswith(DIED, autoescape=True))
        )
        for until in sorted(held.keys() - set(said)):
            first, *others = held[until]
            began, error = until - LEASE, f"{first}{f' and {len(others)} more' if others else ''}: {DIED}"
            session.add(JobRun(job=job, queue=queue, started_at=began, finished_at=until, error=error))
