"""The sweep finds what is due by an index, however many tracks there are, and raises it once, however many sweep."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from approvals.domain.truth import When
from approvals.models.traces import Alarm
from approvals.queries import due_clocks
from approvals.queries.truth import look_at_tracks
from departments.queries.calendar import load_calendar
from tests.bench.recompute import fill
from tests.factories.clock_town import sweep
from tests.factories.main_job import MONDAY, accept_all, at, file_case, settle, the_cast
from tests.support.plans import Plans
from workers.jobs.drain import Tally

TRACKS = 100_000
NOW = at(dt.date(2026, 3, 24))


def a_city_full() -> None:
    """A hundred thousand open tracks, most of them to be looked at next month, some today."""
    soon, later = NOW - dt.timedelta(minutes=1), NOW + dt.timedelta(days=30)
    fill(TRACKS, next_look=f"CASE WHEN n % 500 = 0 THEN '{soon}' ELSE '{later}' END::timestamptz")


@pytest.fixture
def session(in_app: Flask) -> Iterator[Session]:
    with reading() as opened:
        yield opened


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(a_city_full)
def test_nothing_scans_all_tracks(session: Session) -> None:
    calendar = load_calendar(session)
    with Plans(session) as plans:
        assert len(due_clocks.tracks_with_alarm(session, NOW, 500)) == TRACKS / 500
        due_clocks.duties_with_alarm(session, NOW, 500)
        due_clocks.cases_with_alarm(session, NOW, 500)
        due_clocks.cases_to_lapse(session, NOW.date(), 500)
        due_clocks.promises_broken(session, NOW.date(), 500)
        due_clocks.promises_near(session, NOW.date(), NOW.date(), 500)
        due_clocks.pauses_capped(session, NOW.date(), calendar, 500)
    assert "ix_track_next_alarm_at" in plans.found[0]
    assert not any("Seq Scan on track" in plan for plan in plans.found)
    with Plans(session) as plans:
        look_at_tracks(session, calendar, When(NOW.date(), NOW.date()), TRACKS // 2, 500)
    assert not any("Seq Scan on track" in plan for plan in plans.found), "the nightly check goes on where it was"


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(settle)
def test_four_workers_that_sweep_at_once_raise_every_alarm_once(in_app: Flask) -> None:
    cast = the_cast()
    accept_all(cast, file_case(cast), day=MONDAY)
    tallies: list[Tally] = []

    def work() -> None:
        with in_app.app_context():
            tallies.append(sweep(NOW))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading() as opened:
        key = (Alarm.subject, Alarm.subject_id, Alarm.kind, Alarm.deadline_version)
        assert opened.scalar(select(func.count()).select_from(Alarm)) == len(
            opened.execute(select(*key).distinct()).all()
        )
        raised = set(opened.scalars(select(Alarm.kind)))
    assert "committed:overdue:1" in raised
    assert [tally.failed for tally in tallies] == [0, 0, 0, 0]
