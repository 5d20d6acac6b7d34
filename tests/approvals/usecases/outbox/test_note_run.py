"""What an operator sees of a job: runs that did something, and one line for the rest."""

from __future__ import annotations

import datetime as dt

import pytest

from app.foundation.reading import reading
from approvals.models.traces import JobRun
from approvals.usecases.outbox.note_run import note_run
from departments.domain.actor import SYSTEM

NOW = dt.datetime(2026, 3, 9, 2, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("in_app")


def note(minute: int, touched: int = 0, error: str = "", job: str = "sweep_clocks") -> None:
    moment = NOW + dt.timedelta(minutes=minute)
    note_run(job=job, queue="clock", started_at=moment, touched=touched, error=error, actor=SYSTEM, now=moment)


def runs() -> list[tuple[str, int, str, int]]:
    with reading() as session:
        rows = session.query(JobRun).order_by(JobRun.id).all()
    minutes = [round((row.finished_at - NOW).total_seconds() / 60) for row in rows if row.finished_at]
    return [(row.job, row.touched, row.error, minute) for row, minute in zip(rows, minutes, strict=True)]


def test_idle_runs_share_one_row_that_says_when_the_last_was() -> None:
    for minute in range(5):
        note(minute)
    assert runs() == [("sweep_clocks", 0, "", 4)]


def test_work_and_failures_have_rows_of_their_own() -> None:
    note(0)
    note(1, touched=3)
    note(2, error="OperationalError: gone")
    note(3)
    note(4)
    assert [row[1:] for row in runs()] == [(0, "", 0), (3, "", 1), (0, "OperationalError: gone", 2), (0, "", 4)]


def test_the_idle_row_of_one_job_is_not_the_other_s() -> None:
    note(0)
    note(1, job="print_letters")
    note(2)
    assert runs() == [("sweep_clocks", 0, "", 2), ("print_letters", 0, "", 1)]
