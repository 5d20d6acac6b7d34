"""What is asked for every letter and on every look of the monitoring reads what waits, not all that was ever done."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import literal, select, text

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.queries.effects import due_not_done
from approvals.queries.operations import dead_letters, queues_due
from approvals.queries.waits import files_not_looked_at
from approvals.usecases.turns import turn_served
from tests.factories.main_job import MONDAY, at
from tests.support.plans import Plans

NOW = at(MONDAY, 12)
ROWS = 20_000


def years_of_effects() -> None:
    """Nearly all done; a few dead; some letters put back, again and again, because the keys are away."""
    with unit_of_work() as session:
        session.execute(
            text(
                "INSERT INTO outbox_message (key, queue, kind, payload, created_at, due_at, next_attempt_at, attempts,"
                " done_at, dead_at, last_error, turn) SELECT n, CASE WHEN n % 2 = 0 THEN 'paper' ELSE 'report' END, 'k', '{}',"
                " :then, :then, :then, 0, CASE WHEN n > 500 THEN :then END, CASE WHEN n <= 10 THEN :then END,"
                " CASE WHEN n <= 480 THEN 'away' ELSE '' END, n FROM generate_series(1, :rows) AS n"
            ),
            {"then": NOW - dt.timedelta(hours=1), "rows": ROWS},
        )
        session.execute(text("ANALYZE outbox_message"))


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(years_of_effects)
def test_nothing_scans_all_effects(in_app: Flask) -> None:
    with reading() as session, Plans(session) as plans:
        assert session.scalar(select(turn_served("paper", literal(NOW)))) == 482
        assert len(dead_letters(session)) == 10
        assert {queue.name: queue.dead for queue in queues_due(session, now=NOW)} == {"paper": 5, "report": 5}
        assert files_not_looked_at(session, NOW).found == 0
    assert "ix_outbox_message_untried" in plans.found[0]
    assert all("ix_outbox_message_dead" in plan for plan in plans.found[1:3])
    with reading() as session, Plans(session) as owed:
        assert due_not_done(session, NOW, warn_wd=2).found == 500
    assert "ix_outbox_message_dead" in owed.found[-1]
    assert not any("Seq Scan on outbox_message" in plan for plan in (*plans.found, *owed.found))
