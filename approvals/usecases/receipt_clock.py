"""When the window's silence or an unanswered notice must be looked for: the case's own alarm."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from approvals.domain.legal_days import answered_by_law_on
from approvals.domain.states import NoticeState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.usecases.timing import DAY_ENDS, at_local
from departments.domain.working_calendar import WorkingCalendar

_TRACKS, _NOTICES = Track.__table__, CorrectionNotice.__table__
_WAITING = select(
    select(func.min(_TRACKS.c.receipt_on))
    .where(_TRACKS.c.case_id == bindparam("case_id"), _TRACKS.c.state == TrackState.FILED)
    .scalar_subquery(),
    select(_NOTICES.c.respond_by)
    .where(_NOTICES.c.case_id == bindparam("case_id"), _NOTICES.c.state == NoticeState.OPEN)
    .scalar_subquery(),
)


def set_receipt_clock(session: Session, case: Case, calendar: WorkingCalendar) -> None:
    """Store the first moment after which something of this case is answered by the law itself.

    Items still filed and items under correction of one case run side by side; whichever day ends first counts.
    """
    session.flush()
    received, respond_by = session.execute(_WAITING, {"case_id": case.id}).one()
    told_on = case.notice_due_on if received == case.receipt_on else None
    day = answered_by_law_on(received, told_on, respond_by, calendar)
    case.next_alarm_at = at_local(day, DAY_ENDS) if day else None
