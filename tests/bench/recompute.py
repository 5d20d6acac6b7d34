"""How long the nightly truth check takes for 100,000 open tracks, beside reading the same rows and doing nothing."""

from __future__ import annotations

import datetime as dt
import resource
import time
from typing import Any

import flask_migrate
from sqlalchemy import select, text, update

from app.cli.prepare import CALENDAR
from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Pause, Track
from approvals.queries.truth import TRACK
from approvals.usecases.clock.check_truth import check_truth
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import parse_calendar_csv
from departments.usecases.seed_calendar import seed_calendar
from tests.factories.chains import empty_cases
from tests.support.installation import settings_for
from tests.support.postgres import Cluster

TRACKS = 100_000
TODAY = dt.datetime(2026, 3, 16, 2, 30, tzinfo=dt.UTC)
ACCEPTED = dt.date(2026, 3, 2)


def fill(tracks: int, next_look: str = "NULL") -> None:
    """Tracks accepted within ten days, every tenth with a pause, with whatever due day: each differs from its facts."""
    seed_calendar(entries=parse_calendar_csv(CALENDAR.read_text(encoding="utf-8")), now=TODAY)
    empty_cases()
    values: dict[str, object] = {"tracks": tracks, "accepted": ACCEPTED, "now": TODAY}
    with unit_of_work() as session:
        session.execute(
            text(
                "INSERT INTO department (public_id, division_id, code, name_zh, name_en, organ_zh, organ_en, level,"
                " reconsideration, court, phone, address) VALUES ('d', 1, 'D', '局', 'D', '局', 'D', 'district', '[]', '', '', '')"
            )
        )
        names = ("public_id, case_id, project_id, department_id, item_code, state, version, round, statutory_days,"
                 " statutory_unit, counts_from, committed_wd, receipt_on, admitted_on, accepted_on, is_deferred, is_deemed,"
                 " statutory_due_on, committed_due_on, deadline_version, next_alarm_at, light, last_move_at, last_move")  # fmt: skip
        session.execute(
            text(
                f"INSERT INTO track ({names}) SELECT 't' || n, 1, 1, 1, 'I' || n, 'in_review', 1, 1, 20, 'WD', 'acceptance',"
                " 10, :accepted, :accepted, CAST(:accepted AS date) + n % 10, false, false, NULL, NULL, 1,"
                f" {next_look}, '', :now, ''"
                " FROM generate_series(1, :tracks) AS n"
            ),
            values,
        )
        session.execute(
            text(
                "INSERT INTO pause (track_id, kind, basis, reason, stops_statutory, stops_committed, started_on, length_days,"
                " length_unit, planned_resume_on, resumed_on, conclusion) SELECT id, 'EXPERT', '', '', true, true,"
                " accepted_on + 2, 5, 'WD', accepted_on + 6, accepted_on + 6, '' FROM track WHERE id % 10 = 0"
            )
        )
        session.execute(text("ANALYZE"))


def put_right() -> None:
    """Store what the facts yield: every track of one acceptance day and pause alike has the same days."""
    by_what: dict[tuple[str, str], list[int]] = {}
    subject: str | None = TRACK
    after = 0
    while subject == TRACK:
        step = check_truth(after=after, keep=False, actor=SYSTEM, now=TODAY)
        for one in step.untrue:
            by_what.setdefault((one.difference.what, one.difference.computed), []).append(one.subject_id)
        subject, after = step.subject, step.after
    with unit_of_work() as session:
        for (what, computed), ids in by_what.items():
            value: Any = computed
            if what == "next_alarm_at":
                value = dt.datetime.fromisoformat(f"{computed}T01:00:00+00:00")
            elif what.endswith("_on"):
                value = dt.date.fromisoformat(computed)
            for start in range(0, len(ids), 5000):
                some = Track.id.in_(ids[start : start + 5000])
                session.execute(update(Track).where(some).values({what: value}))


def every_step() -> tuple[int, int]:
    """Tracks looked at, and what differed, over the whole check as the worker does it."""
    subject, after, seen, untrue = TRACK, 0, 0, 0
    while subject == TRACK:
        step = check_truth(subject=subject, after=after, actor=SYSTEM, now=TODAY)
        subject, after = step.subject or "", step.after
        seen, untrue = seen + step.looked_at, untrue + len(step.untrue)
    return seen, untrue


def bare() -> float:
    """The floor: the same rows and their pauses streamed as plain columns, nothing computed."""
    began = time.perf_counter()
    with reading() as session:
        for table in (Track.__table__, Pause.__table__):
            for _ in session.execute(select(table).execution_options(yield_per=1000)):
                pass
    return time.perf_counter() - began


def recompute(tracks: int = TRACKS) -> dict[str, Any]:
    """Needs an application context on an empty, migrated PostgreSQL."""
    fill(tracks)
    put_right()
    floor = bare()
    check_truth(subject=TRACK, after=0, keep=False, actor=SYSTEM, now=TODAY)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, worked = time.perf_counter(), time.process_time()
    seen, untrue = every_step()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "tracks": seen, "seconds": round(seconds, 2), "seconds of CPU": round(cpu, 2), "tracks/s": round(seen / seconds), "untrue": untrue,
        "peak memory grew by, MB": round(grown / 1024, 1), "bare read, s": round(floor, 2),
        "ratio to bare": round(seconds / floor, 1),
    }  # fmt: skip


def measure(cluster: Cluster) -> dict[str, Any]:
    """On a database of its own."""
    app = create_app(settings_for(cluster.url(cluster.create())))
    with app.app_context():
        flask_migrate.upgrade()
        found = recompute()
        db.engine.dispose()
    return found
