"""The applicant withdraws one item or the whole case; decided tracks are not touched."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import UNDECIDED, CaseState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.withdrawing import confirm_withdrawal, end_notice
from approvals.usecases.framing import open_file
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def withdraw(*, case: str, track: str | None, actor: Actor, now: dt.datetime) -> None:
    """Withdraw an undecided item (`track`), or every undecided item of the case.

    Raises NotFound for an item of another case, Refusal 'nothing_to_withdraw' when all is decided already.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        if row.state is CaseState.DRAFT:
            raise Refusal("nothing_to_withdraw")
        tracks = session.scalars(select(Track).where(Track.case_id == row.id).order_by(Track.id)).all()
        chosen = [one for one in tracks if track is None or one.public_id == track]
        if not chosen:
            raise NotFound
        ending = [one for one in chosen if one.state in UNDECIDED]
        if not ending:
            raise Refusal("nothing_to_withdraw")
        for one in ending:
            one.state = next_state(one.state, "withdraw")
            one.version += 1
            record(session, row, Tag.TRACK_WITHDRAWN, actor=actor, now=now, track=one)
        calendar = load_calendar(session)
        join(session, row, ending, calendar, now)
        if not any(one.state is TrackState.CORRECTION_OPEN for one in tracks):
            end_notice(session, row)
        set_receipt_clock(session, row, calendar)
        confirm_withdrawal(session, open_file(session, row), ending, whole=track is None, actor=actor, now=now)
        tell(session, row, "withdrawn", now=now, items=[one.item_code for one in ending])
