"""The special procedure is over: the clock runs again from today, and the applicant is told the new due days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import pause_end
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Pause
from approvals.queries.clocks import pause_fact
from approvals.usecases.department.resuming import close_pause
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import open_file
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def resume(*, track: str, version: int, conclusion: str, actor: Actor, now: dt.datetime) -> None:
    """Close the open pause as of today, or of the day its cap came before that.

    Raises Invalid without a conclusion, Refusal 'not_paused', Stale.
    """
    require(conclusion=conclusion)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        stop = next((one for one in row.pauses if one.resumed_on is None), None)
        if stop is None:
            raise Refusal("not_paused")
        row.state, calendar = next_state(row.state, "resume"), load_calendar(session)
        close_pause(
            session, open_file(session, case), row, stop, calendar, resumed_on=_runs_again_on(stop, calendar, now),
            conclusion=conclusion.strip(), tag=Tag.TRACK_RESUMED, told="resumed", actor=actor, now=now,
        )  # fmt: skip


def _runs_again_on(stop: Pause, calendar: WorkingCalendar, now: dt.datetime) -> dt.date:
    """A cap that nobody has swept yet has ended the pause all the same (fact sheet 2.2 rule 4)."""
    today = local_day(now)
    return pause_end(replace(pause_fact(stop), resumed_on=today), calendar) or today
