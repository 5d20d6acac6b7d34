"""What an operator asks of the workers' tables: what is due, what is dead, what ran."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from approvals.models.traces import JobRun, OutboxMessage

RECENT_RUNS = 20
DEAD_SHOWN = 50
OUTCOME_WINDOW = dt.timedelta(days=1)
NEWEST_ROWS = 2000
TIMETABLE = "timetable"
"""The job under which the timetable notes once a minute that it rings."""


@dataclass(frozen=True)
class QueueDue:
    """Rows of one queue: due now and nobody at work on them (`since`: the oldest), waiting for a later moment, dead."""

    name: str
    due: int
    later: int
    dead: int
    since: dt.datetime | None = None


@dataclass(frozen=True)
class DeadLetter:
    """A row that failed too often; it stays until somebody retries it."""

    id: int
    key: str
    queue: str
    kind: str
    attempts: int
    dead_at: dt.datetime
    last_error: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Run:
    """One run of a job; `seconds` is None while it has not finished."""

    job: str
    queue: str
    started_at: dt.datetime
    seconds: float | None
    touched: int
    error: str


@dataclass(frozen=True)
class JobOutcome:
    """How often a job ended well or badly within the last day, and when it last finished."""

    job: str
    queue: str
    done: int
    failed: int
    touched: int
    last_at: dt.datetime | None
    mean_seconds: float = 0.0
    longest_seconds: float = 0.0


@dataclass(frozen=True)
class Delay:
    """From the moment an effect was owed until it was done, in seconds, among the newest rows of one queue."""

    queue: str
    done: int
    half: float
    most: float


def oldest_due_seconds(session: Session, *, now: dt.datetime) -> float:
    """How late the latest effect is that no worker holds, in seconds; 0 when none is owed yet."""
    oldest = session.scalar(select(func.min(_owed_since())).where(*_waiting(now)))
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def queues_due(session: Session, *, now: dt.datetime) -> tuple[QueueDue, ...]:
    """Every queue that has rows not done, by name."""
    due, dead = _is_due(now), OutboxMessage.dead_at.is_not(None)
    rows = session.execute(
        select(
            OutboxMessage.queue,
            func.count(case((due, 1))),
            func.count(case((~dead & ~due, 1))),
            func.count(case((dead, 1))),
            func.min(case((due, _owed_since()))),
        )
        .where(OutboxMessage.done_at.is_(None), or_(~dead, dead))  # an index of each
        .group_by(OutboxMessage.queue)
        .order_by(OutboxMessage.queue)
    )
    return tuple(QueueDue(*row) for row in rows)


def dead_letters(session: Session) -> tuple[DeadLetter, ...]:
    """The dead rows, the newest first; at most 50."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
        .order_by(OutboxMessage.dead_at.desc(), OutboxMessage.id.desc())
        .limit(DEAD_SHOWN)
    )
    return tuple(
        DeadLetter(row.id, row.key, row.queue, row.kind, row.attempts, row.dead_at, row.last_error, row.payload)
        for row in rows
        if row.dead_at is not None
    )


def dead_kinds(session: Session) -> dict[str, int]:
    """How many dead rows there are of each kind, the most first."""
    count = func.count(OutboxMessage.id)
    rows = session.execute(
        select(OutboxMessage.kind, count)
        .where(OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
        .group_by(OutboxMessage.kind)
        .order_by(count.desc(), OutboxMessage.kind)
    )
    return {kind: number for kind, number in rows}


def recent_runs(session: Session) -> tuple[Run, ...]:
    """The last runs of all jobs, the newest first."""
    rows = session.scalars(select(JobRun).order_by(JobRun.id.desc()).limit(RECENT_RUNS))
    return tuple(
        Run(
            row.job,
            row.queue,
            row.started_at,
            (row.finished_at - row.started_at).total_seconds() if row.finished_at else None,
            row.touched,
            row.error,
        )
        for row in rows
    )


def job_outcomes(session: Session, *, now: dt.datetime) -> tuple[JobOutcome, ...]:
    """Each job that ran within the last day."""
    took = _seconds(session, JobRun.started_at, JobRun.finished_at)
    rows = session.execute(
        select(
            JobRun.job,
            JobRun.queue,
            func.count(case((JobRun.error == "", 1))),
            func.count(case((JobRun.error != "", 1))),
            func.coalesce(func.sum(JobRun.touched), 0),
            func.max(JobRun.finished_at),
            func.coalesce(func.avg(took), 0.0),
            func.coalesce(func.max(took), 0.0),
        )
        .where(JobRun.finished_at >= now - OUTCOME_WINDOW)
        .group_by(JobRun.job, JobRun.queue)
        .order_by(JobRun.job)
    )
    return tuple(JobOutcome(*row) for row in rows)


def effect_delays(session: Session) -> tuple[Delay, ...]:
    """How fast effects follow: half of the newest rows of each queue were done within `half`, 99 of 100 within `most`.

    Only the newest rows are read, by their ids, however many the table keeps.
    """
    newest = session.scalar(select(func.max(OutboxMessage.id))) or 0
    took = _seconds(session, _owed_since(), OutboxMessage.done_at)
    rows = session.execute(
        select(OutboxMessage.queue, took).where(
            OutboxMessage.id > newest - NEWEST_ROWS, OutboxMessage.done_at.is_not(None)
        )
    )
    found: dict[str, list[float]] = {}
    for queue, seconds in rows:
        found.setdefault(queue, []).append(max(0.0, float(seconds)))
    return tuple(
        Delay(queue, len(times), times[(len(times) - 1) // 2], times[min(len(times) - 1, len(times) * 99 // 100)])
        for queue, times in sorted((queue, sorted(times)) for queue, times in found.items())
    )


def last_ring(session: Session) -> dt.datetime | None:
    """When the timetable last said that it rings."""
    return session.scalar(select(func.max(JobRun.finished_at)).where(JobRun.job == TIMETABLE))


def _seconds(session: Session, start: Any, end: Any) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "postgresql":
        return func.date_part("epoch", end - start)
    return (func.julianday(end) - func.julianday(start)) * 86400.0


def _waiting(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return OutboxMessage.done_at.is_(None), _is_due(now)


def _owed_since() -> ColumnElement[dt.datetime]:
    """Since when an effect is late: from the moment it was owed, or may be tried again, whichever came later."""
    later = OutboxMessage.next_attempt_at > OutboxMessage.due_at
    return case((later, OutboxMessage.next_attempt_at), else_=OutboxMessage.due_at)


def _is_due(now: dt.datetime) -> ColumnElement[bool]:
    """Due, not dead, and not in the hands of a worker whose lease still stands."""
    free = OutboxMessage.lease_until.is_(None) | (OutboxMessage.lease_until <= now)
    return OutboxMessage.dead_at.is_(None) & (OutboxMessage.next_attempt_at <= now) & free
