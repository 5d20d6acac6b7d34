"""A special procedure has used up its cap: the clock runs again by itself, from the day the cap came."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import capped_resume_on
from approvals.domain.events import Tag
from approvals.models.cases import Pause
from approvals.queries.clocks import pause_fact
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.department.resuming import close_pause
from approvals.usecases.framing import open_file
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar

CONCLUSION = "特别程序已达最长时限，自动恢复计时"


def resume_capped(*, pause: int, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Close the pause as of the day of its cap, however late this runs; nothing when it is closed or not yet due."""
    with unit_of_work() as session:
        settle(session, claim, now)
        track_id = session.scalars(select(Pause.track_id).where(Pause.id == pause)).one()
        case, track = locked_track(session, track_id)
        stop = next(one for one in track.pauses if one.id == pause)
        calendar = load_calendar(session)
        capped = capped_resume_on(pause_fact(stop), calendar)
        is_due = capped is not None and capped <= local_day(now)
        if capped is None or not is_due or stop.resumed_on is not None or track.ended_at is not None:
            return
        close_pause(
            session, open_file(session, case), track, stop, calendar, resumed_on=capped,
            conclusion=CONCLUSION, tag=Tag.TRACK_RESUMED, told="resumed_by_cap", actor=actor, now=now,
        )  # fmt: skip
