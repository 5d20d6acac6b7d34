"""The days to correct run from the arrival of the notice: what came late, or has not come, is answered later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.calendar_moves import Deadline
from approvals.domain.events import Tag
from approvals.domain.states import NoticeState
from approvals.models.cases import Case
from approvals.models.papers import CorrectionNotice
from approvals.queries.arrivals import correction_last_day
from approvals.usecases.journal import record
from approvals.usecases.receipt_clock import set_receipt_clock
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar


def open_notice(session: Session, case: Case) -> CorrectionNotice | None:
    """The notice of the case that nobody has answered yet."""
    wanted = (CorrectionNotice.case_id == case.id, CorrectionNotice.state == NoticeState.OPEN)
    return session.scalar(select(CorrectionNotice).where(*wanted))


def postpone_to_arrival(
    session: Session, case: Case, notice: CorrectionNotice, calendar: WorkingCalendar, *, actor: Actor, now: dt.datetime
) -> bool:
    """Move its last day to where the arrival puts it; False where it stays. A day once given never comes earlier."""
    session.flush()
    last_on = correction_last_day(session, notice, calendar, local_day(now))
    if last_on <= notice.respond_by:
        return False
    days: dict[str, Any] = {"old_on": notice.respond_by.isoformat(), "due_on": last_on.isoformat()}
    what = Deadline.CORRECTION.value
    notice.respond_by = last_on
    set_receipt_clock(session, case, calendar)
    record(session, case, Tag.DEADLINE_MOVED, actor=actor, now=now, subject=notice.id, what=what, **days)
    return True
