"""The special procedure is over: the clock runs again from today, and the applicant is told the new due days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import pause_end
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import pause_fact
from approvals.usecases.department.resuming import close_pause
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import open_file
from approvals.usecases.hearing.open_hearing import hearing_of
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def resume(*, track: str, version: int, conclusion: str, actor: Actor, now: dt.datetime) -> None:
    """Close the open pause as of today, or of the day its cap came before that.

    Raises Invalid without a conclusion, Refusal 'not_paused', or 'hearing_open' where only a hearing stops the clocks:
    its end is its record; Stale.
    """
    require(conclusion=conclusion)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        stop = _to_end(session, row)
        row.state, calendar = next_state(row.state, "resume"), load_calendar(session)
        close_pause(
            session, open_file(session, case), row, stop, calendar, resumed_on=_runs_again_on(stop, calendar, now),
            conclusion=conclusion.strip(), tag=Tag.TRACK_RESUMED, told="resumed", actor=actor, now=now,
        )  # fmt: skip


def _to_end(session: Session, track: Track) -> Pause:
    """The open pause that an examiner ends."""
    stops = [one for one in track.pauses if one.resumed_on is None]
    if not stops:
        raise Refusal("not_paused")
    hearing = hearing_of(session, track)
    ends = [one for one in stops if hearing is None or one.id != hearing.pause_id]
    if not ends:
        raise Refusal("hearing_open")
    return ends[0]


def _runs_again_on(stop: Pause, calendar: WorkingCalendar, now: dt.datetime) -> dt.date:
    """A cap that nobody has swept yet has ended the pause all the same (fact sheet 2.2 rule 4)."""
    today = local_day(now)
    return pause_end(replace(pause_fact(stop), resumed_on=today), calendar) or today
