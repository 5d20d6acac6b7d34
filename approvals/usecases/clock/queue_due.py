"""The sweep: whatever has come due by the clock gets its outbox row, where one worker takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.crash_points import crash_point
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.upserts import insert_of
from app.foundation.wallclock import local_day
from approvals.models.traces import OutboxMessage
from approvals.queries import due_clocks
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar

QUEUE = "clock"
BATCH = 500
SUBJECTS = {
    "alarm": "track_id",
    "duty": "duty_id",
    "silence": "case_id",
    "lapse": "case_id",
    "promise_late": "line_id",
    "promise_due": "line_id",
    "resume": "pause_id",
}
"""Outbox kind → what its payload names."""


def queue_due(*, actor: Actor, now: dt.datetime) -> int:
    """Open the standing row of each subject that is due and has none open; returns how many were found (≤ 500 a kind).

    A row per subject and not an act at once: a poisoned subject then fails alone, waits longer each time and ends
    among the dead letters, where an operator sees it.
    """
    with reading() as session:
        found = _found(session, now)
    rows = [_row(kind, subject, now) for kind, subjects in found.items() for subject in subjects]
    crash_point("sweep.found")
    if rows:
        with unit_of_work() as session:
            _open(session, rows)
    return len(rows)


def _found(session: Session, now: dt.datetime) -> Mapping[str, list[int]]:
    today, calendar = local_day(now), load_calendar(session)
    return {
        "resume": due_clocks.pauses_capped(session, today, calendar, BATCH),
        "silence": due_clocks.cases_with_alarm(session, now, BATCH),
        "lapse": due_clocks.cases_to_lapse(session, today, BATCH),
        "promise_late": due_clocks.promises_broken(session, today, BATCH),
        "promise_due": due_clocks.promises_near(session, today, _soon(calendar, today), BATCH),
        "alarm": due_clocks.tracks_with_alarm(session, now, BATCH),
        "duty": due_clocks.duties_with_alarm(session, now, BATCH),
    }


def _soon(calendar: WorkingCalendar, today: dt.date) -> dt.date:
    """Up to here promised papers are reminded of."""
    return calendar.add(today, settings().promises.warn_wd)


def _row(kind: str, subject: int, now: dt.datetime) -> dict[str, Any]:
    return {
        "key": due_clocks.standing_key(kind, subject),
        "queue": QUEUE,
        "kind": kind,
        "payload": {SUBJECTS[kind]: subject},
        "created_at": now,
        "due_at": now,
        "next_attempt_at": now,
        "attempts": 0,
        "last_error": "",
        "done_at": None,
    }


def _open(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert, or open anew what is done; a row another sweep has opened meanwhile stays as it is."""
    statement = insert_of(session)(OutboxMessage)
    anew = ("payload", "created_at", "due_at", "next_attempt_at", "attempts", "last_error", "done_at")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={name: statement.excluded[name] for name in anew},
            where=OutboxMessage.done_at.is_not(None),
        ),
        rows,
    )
