"""Five days of silence: the filing counts as accepted from the day it was received (行政许可法 32(4))."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.legal_days import deemed_accepted_on
from approvals.domain.states import TrackState
from approvals.models.cases import Case, Track
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.window.acceptance_letter import issue_acceptance
from approvals.usecases.window.admission import admit
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def deem_accepted(*, case: int, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Admit every item nobody answered in time, dated back to its receipt; their clocks have run since then.

    Missing papers do not prevent it: they are a matter of the examination now.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        row, calendar, today = locked_case(session, case), load_calendar(session), local_day(now)
        filed = session.scalars(
            select(Track)
            .where(Track.case_id == row.id, Track.state == TrackState.FILED, Track.receipt_on.is_not(None))
            .order_by(Track.receipt_on, Track.id)
        ).all()
        for received, tracks in groupby(filed, key=lambda track: track.receipt_on):
            day = deemed_accepted_on(received, today, calendar) if received else None
            if day is not None:
                _admit(session, row, list(tracks), day, calendar, actor, now)
        set_receipt_clock(session, row, calendar)


def _admit(
    session: Session,
    case: Case,
    silent: list[Track],
    day: dt.date,
    calendar: WorkingCalendar,
    actor: Actor,
    now: dt.datetime,
) -> None:
    file, items = open_file(session, case), [track.item_code for track in silent]
    lines = admit(session, file, silent, calendar, admitted_on=day, now=now, deemed=True)
    record(
        session, case, Tag.TRACKS_DEEMED_ACCEPTED, actor=actor, now=now, items=items, accepted_on=day.isoformat(),
        deferred=[line.id for line in lines],
    )  # fmt: skip
    issue_acceptance(session, file, silent, lines, calendar, actor=actor, now=now, deemed=True)
    tell(session, case, "deemed_accepted", now=now, items=items, accepted_on=day.isoformat())
