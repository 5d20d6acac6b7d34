"""When the window's silence or an unanswered notice must be looked for: the case's own alarm."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.legal_days import notice_due_on
from approvals.domain.states import NoticeState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.usecases.timing import DAY_ENDS, at_local
from departments.domain.working_calendar import WorkingCalendar


def set_receipt_clock(session: Session, case: Case, calendar: WorkingCalendar) -> None:
    """Store the first moment after which something of this case is answered by the law itself.

    Items still filed and items under correction of one case run side by side; whichever day ends first counts.
    """
    session.flush()
    received = session.scalar(
        select(func.min(Track.receipt_on)).where(Track.case_id == case.id, Track.state == TrackState.FILED)
    )
    respond_by = session.scalar(
        select(CorrectionNotice.respond_by).where(
            CorrectionNotice.case_id == case.id, CorrectionNotice.state == NoticeState.OPEN
        )
    )
    told_on = case.notice_due_on if received == case.receipt_on else None
    answer_by = notice_due_on(received, calendar, told_on) if received else None
    last_days = [day for day in (answer_by, respond_by) if day]
    case.next_alarm_at = at_local(min(last_days) + dt.timedelta(days=1), DAY_ENDS) if last_days else None
