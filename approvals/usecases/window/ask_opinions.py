"""Before the one-time notice, the window asks every examining department what it finds lacking."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.legal_days import notice_due_on
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from approvals.domain.window_check import opinion_needed_on
from approvals.models.cases import Case, Track
from approvals.models.window import NoticeOpinion
from approvals.usecases.desk import checked_case
from approvals.usecases.journal import record, tell
from approvals.usecases.window.request_correction import require_untold
from approvals.usecases.window.silence import admit_silent, refuse_late
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def ask_opinions(*, case: str, actor: Actor, now: dt.datetime) -> dt.date | None:
    """Ask the departments of the items nobody answered; returns the day by which it is needed.

    Nobody has to wait for them: the notice may go without an answer. Raises Refusal 'opinions_already_asked',
    'already_answered' when no item waits, 'notice_already_open' and 'notice_already_sent', and 'deemed_by_law'.
    """
    needed_on = None
    with unit_of_work() as session:
        row, calendar = checked_case(session, case, actor), load_calendar(session)
        require_untold(session, row)
        silent = admit_silent(session, row, calendar, now)
        if not silent:
            needed_on = _ask(session, row, calendar, actor, now)
    if silent:
        refuse_late(silent)
    return needed_on


def _ask(session: Session, case: Case, calendar: WorkingCalendar, actor: Actor, now: dt.datetime) -> dt.date:
    if session.scalar(select(exists().where(NoticeOpinion.case_id == case.id))):
        raise Refusal("opinions_already_asked")
    tracks = session.execute(
        select(Track.department_id, Track.item_code)
        .where(Track.case_id == case.id, Track.state == TrackState.FILED)
        .order_by(Track.id)
    ).all()
    if not tracks or case.receipt_on is None:
        raise Refusal("already_answered", items=[])
    due = notice_due_on(case.receipt_on, calendar, case.notice_due_on)
    needed_on = opinion_needed_on(local_day(now), due, calendar)
    for department in dict.fromkeys(track.department_id for track in tracks):
        asked = NoticeOpinion(case_id=case.id, department_id=department, asked_at=now, needed_on=needed_on)
        asked.asked_by = actor.account_id or 0
        session.add(asked)
        day, once = needed_on.isoformat(), str(department)
        tell(session, case, "opinion_asked", now=now, once=once, department_id=department, needed_on=day)
    items = [track.item_code for track in tracks]
    record(session, case, Tag.OPINIONS_ASKED, actor=actor, now=now, items=items, needed_on=needed_on.isoformat())
    return needed_on
