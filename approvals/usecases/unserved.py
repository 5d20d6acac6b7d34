"""Somebody is pushed to serve what the law waits for: no day of a notice runs before it has reached the applicant."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from approvals.domain.states import NoticeState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.models.papers import CorrectionNotice
from approvals.models.rounds import Hearing
from approvals.queries.arrivals import CORRECTION, RIGHT, is_untold, waits_for_service
from approvals.usecases.journal import tell
from approvals.usecases.timing import OFFICE_OPENS, at_local
from departments.domain.working_calendar import WorkingCalendar

PUSH_WD = 3
"""Working days after which whoever serves, and whoever names who serves, hear of a notice that has not arrived."""


def push_hearing(
    session: Session, case: Case, track: Track, hearing: Hearing, calendar: WorkingCalendar, now: dt.datetime
) -> None:
    """A message for later: it is dropped when the notice has arrived by then, or was answered without."""
    due_at = at_local(calendar.add(hearing.told_on, PUSH_WD), OFFICE_OPENS)
    told = str(hearing.id)
    tell(session, case, "hearing_unserved", now=now, due_at=due_at, track=track, once=told, hearing=hearing.id)


def push_correction(session: Session, case: Case, notice: CorrectionNotice, day: dt.date, now: dt.datetime) -> None:
    """The same of the one-time notice, on the morning of a day; one for each time that it was told or its last day moved."""
    due_at, told = at_local(day, OFFICE_OPENS), notice.respond_by.isoformat()
    tell(session, case, "correction_unserved", now=now, due_at=due_at, notice=notice.id, due_on=told)


def still_unserved(session: Session, case: Case, track: Track | None, told: dict[str, int]) -> bool:
    """Whether such a message is still true: the notice is open, nobody answered it, and it lies unserved or was struck
    out.
    """
    if track is None:
        notice = session.get_one(CorrectionNotice, told["notice"])
        waiting = _waiting(CORRECTION).where(Document.case_id == case.id)
        is_open = notice.state is NoticeState.OPEN
        return is_open and (session.scalar(waiting) is not None or is_untold(session, case.id))
    hearing = session.get_one(Hearing, told["hearing"])
    waiting = _waiting(RIGHT).join(DocumentTrack, DocumentTrack.document_id == Document.id)
    is_open = hearing.closed_on is None and hearing.asked_on is None and hearing.answered_on is None
    return is_open and session.scalar(waiting.where(DocumentTrack.track_id == track.id)) is not None


def _waiting(kind: str) -> Select[int]:
    return (
        select(Document.id)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Document.kind == kind, waits_for_service())
        .limit(1)
    )
