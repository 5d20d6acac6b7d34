"""When the law answers what nobody has answered, for many cases at once: to check what is stored of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.legal_days import answered_by_law_on
from approvals.domain.states import NoticeState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from departments.domain.working_calendar import WorkingCalendar


def looks_by_law(session: Session, cases: Sequence[Case], calendar: WorkingCalendar) -> Mapping[int, dt.date | None]:
    """Of each case the day on which it must be looked at, None where nobody is waited for; two statements."""
    ids = [case.id for case in cases]
    filed = (
        select(Track.case_id, func.min(Track.receipt_on))
        .where(Track.case_id.in_(ids), Track.state == TrackState.FILED)
        .group_by(Track.case_id)
    )
    told = select(CorrectionNotice.case_id, CorrectionNotice.respond_by).where(
        CorrectionNotice.case_id.in_(ids), CorrectionNotice.state == NoticeState.OPEN
    )
    received: dict[int, dt.date | None] = {case: day for case, day in session.execute(filed)}
    respond_by = {case: day for case, day in session.execute(told)}
    found: dict[int, dt.date | None] = {}
    for case in cases:
        receipt = received.get(case.id)
        told_on = case.notice_due_on if receipt == case.receipt_on else None
        found[case.id] = answered_by_law_on(receipt, told_on, respond_by.get(case.id), calendar)
    return found
