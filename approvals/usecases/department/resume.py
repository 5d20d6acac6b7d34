"""The special procedure is over: the clock runs again from today, and the applicant is told the new due days."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.usecases.department.resuming import close_pause
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import open_file
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def resume(*, track: str, version: int, conclusion: str, actor: Actor, now: dt.datetime) -> None:
    """Close the open pause as of today; raises Invalid without a conclusion, Refusal 'not_paused', Stale."""
    require(conclusion=conclusion)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        stop = next((one for one in row.pauses if one.resumed_on is None), None)
        if stop is None:
            raise Refusal("not_paused")
        row.state = next_state(row.state, "resume")
        close_pause(
            session, open_file(session, case), row, stop, load_calendar(session), resumed_on=local_day(now),
            conclusion=conclusion.strip(), tag=Tag.TRACK_RESUMED, told="resumed", actor=actor, now=now,
        )  # fmt: skip
