"""The one-time notice was not answered in its time: the items it asked about end, the others go on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.states import NoticeState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.papers import CorrectionNotice
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.correction_clock import postpone_to_arrival
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.unserved import push_correction
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def lapse_correction(*, case: int, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> None:
    """Lapse the items under correction the day after the last day to answer; nothing before, nothing twice.

    A notice that came later than it was written has its day moved, and one that has not arrived lapses nothing:
    whoever serves hears of it.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        row, calendar = locked_case(session, case), load_calendar(session)
        notice = session.scalar(
            select(CorrectionNotice).where(
                CorrectionNotice.case_id == row.id,
                CorrectionNotice.state == NoticeState.OPEN,
                CorrectionNotice.respond_by < local_day(now),
            )
        )
        if notice is None:
            set_receipt_clock(session, row, calendar)
            return
        if postpone_to_arrival(session, row, notice, calendar, actor=actor, now=now):
            push_correction(session, row, notice, local_day(now), now)
            return
        notice.state = NoticeState.LAPSED
        tracks = session.scalars(
            select(Track).where(Track.case_id == row.id, Track.state == TrackState.CORRECTION_OPEN).order_by(Track.id)
        ).all()
        for track in tracks:
            track.state = next_state(track.state, "lapse")
            track.version += 1
        items = [track.item_code for track in tracks]
        record(session, row, Tag.CORRECTION_LAPSED, actor=actor, now=now, notice=notice.id, items=items)
        join(session, row, tracks, calendar, now)
        set_receipt_clock(session, row, calendar)
        tell(session, row, "correction_lapsed", now=now, once=str(notice.id), items=items)
