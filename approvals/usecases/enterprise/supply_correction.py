"""The applicant answers the one-time notice; the filing is received anew and the five days start afresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_time
from approvals.domain.events import Tag
from approvals.domain.legal_days import notice_due_on, receipt_on
from approvals.domain.refusals import Refusal
from approvals.domain.states import NoticeState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.papers import CorrectionLine, CorrectionNotice
from approvals.queries.correction_lines import papers_waited_for
from approvals.usecases.desk import own_case
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.stage_timing import set_stage_due
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def _lines(session: Session, notice: CorrectionNotice) -> Sequence[CorrectionLine]:
    """The lines an item still waits for."""
    return session.scalars(
        select(CorrectionLine).where(
            CorrectionLine.notice_id == notice.id, CorrectionLine.case_material_id.in_(papers_waited_for())
        )
    ).all()


def supply_correction(*, case: str, close_of_business: dt.time, actor: Actor, now: dt.datetime) -> None:
    """Hand the corrected filing in (fact sheet 2.2 rule 9).

    Raises Refusal 'no_open_notice', or 'correction_incomplete' naming how many lines have no new paper.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        notice = session.scalar(
            select(CorrectionNotice).where(
                CorrectionNotice.case_id == row.id, CorrectionNotice.state == NoticeState.OPEN
            )
        )
        if notice is None:
            raise Refusal("no_open_notice")
        lines = _lines(session, notice)
        missing = [line for line in lines if line.answered_at is None]
        if missing:
            raise Refusal("correction_incomplete", count=len(missing), total=len(lines))
        calendar = load_calendar(session)
        received = receipt_on(local_time(now), close_of_business, calendar)
        notice.state, notice.answered_at = NoticeState.ANSWERED, now
        tracks = session.scalars(
            select(Track).where(Track.case_id == row.id, Track.state == TrackState.CORRECTION_OPEN)
        ).all()
        for track in tracks:
            track.state = next_state(track.state, "supply_correction")
            track.receipt_on, track.version = received, track.version + 1
        row.receipt_on, row.notice_due_on = received, notice_due_on(received, calendar)
        set_receipt_clock(session, row, calendar)
        set_stage_due(session, row, calendar)
        record(
            session, row, Tag.CORRECTION_SUPPLIED, actor=actor, now=now, notice=notice.id, receipt_on=received.isoformat(),
            items=[track.item_code for track in tracks],
        )  # fmt: skip
        tell(session, row, "correction_supplied", now=now)
