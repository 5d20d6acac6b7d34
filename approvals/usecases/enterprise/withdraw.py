"""The applicant withdraws one item or the whole case; decided tracks are not touched."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.decisions import WithdrawalConfirmation
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import UNDECIDED, CaseState, NoticeState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.usecases.desk import own_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
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
            _end_notice(session, row)
        set_receipt_clock(session, row, calendar)
        _confirm(session, open_file(session, row), ending, whole=track is None, actor=actor, now=now)
        tell(session, row, "withdrawn", now=now, items=[one.item_code for one in ending])


def _end_notice(session: Session, case: Case) -> None:
    """A notice about items that are all withdrawn asks for nothing any more."""
    session.execute(
        update(CorrectionNotice)
        .where(CorrectionNotice.case_id == case.id, CorrectionNotice.state == NoticeState.OPEN)
        .values(state=NoticeState.LAPSED)
    )


def _confirm(
    session: Session, file: CaseFile, ended: list[Track], *, whole: bool, actor: Actor, now: dt.datetime
) -> None:
    def build(numbered: Numbered) -> WithdrawalConfirmation:
        return WithdrawalConfirmation(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            items=tuple(file.item_ref(one.item_code) for one in ended),
            withdrawn_on=local_day(now),
            requested_by=actor.name,
            whole_case=whole,
        )

    issue(
        session,
        file,
        kind="withdrawal_confirmation",
        organ=file.window,
        build=build,
        actor=actor,
        now=now,
        tracks=ended,
    )
