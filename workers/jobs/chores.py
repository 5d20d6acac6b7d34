"""What is done by the hour and by the night: one outbox row per period, whoever opens it, so that it is done once.

A period nobody worked in is not made up for: the latest one is opened, and no other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from app.foundation.wallclock import local_time
from approvals.queries.outbox import known_keys
from approvals.usecases.outbox.open_chores import ChoreRow, open_chores
from departments.domain.actor import SYSTEM

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Chore:
    """One row: `name` is the outbox kind, done each night at `at` (local), or each hour at the minute of `at`."""

    name: str
    queue: str
    at: dt.time
    hourly: bool = False

    def period(self, now: dt.datetime) -> dt.datetime:
        """The latest moment at which it was to be done."""
        local = local_time(now)
        if self.hourly:
            moment = local.replace(minute=self.at.minute, second=0, microsecond=0)
            moment -= HOUR if moment > local else dt.timedelta(0)
        else:
            moment = dt.datetime.combine(local.date(), self.at)
            moment -= DAY if moment > local else dt.timedelta(0)
        return moment.replace(tzinfo=TIMEZONE).astimezone(dt.UTC)

    def key(self, now: dt.datetime) -> str:
        return f"chore:{self.name}:{self.period(now):%Y-%m-%dT%H:%MZ}"


CHORES: tuple[Chore, ...] = (
    Chore("seal_chains", "report", dt.time(0, 7), hourly=True),
    Chore("sweep_uploads", "report", dt.time(0, 37), hourly=True),
    Chore("check_truth", "report", dt.time(2, 30)),
    Chore("check_audit", "report", dt.time(2, 50)),
    Chore("check_files", "report", dt.time(3, 10)),
    Chore("check_effects", "report", dt.time(3, 20)),
    Chore("prune", "report", dt.time(3, 30)),
    Chore("remind_of_bulletins", "report", dt.time(9, 0)),
)


def open_due(queue: str, now: dt.datetime) -> None:
    """Open the latest period of each chore of this queue that nobody has opened yet."""
    rows = {chore.key(now): ChoreRow(chore.key(now), queue, chore.name) for chore in CHORES if chore.queue == queue}
    if not rows:
        return
    with reading() as session:
        known = known_keys(session, list(rows))
    crash_point("chores.looked")
    if missing := [row for key, row in rows.items() if key not in known]:
        open_chores(rows=missing, actor=SYSTEM, now=now)
