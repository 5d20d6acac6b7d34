"""When the notices arrived from which the law counts: what is told begins to run for whoever has been reached."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, and_, exists, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.legal_days import HEARING_REQUEST_WD, correction_lapse_on
from approvals.domain.letters.addressed import DECISIONS, NOTICES, OF_HEARINGS, waits
from approvals.domain.service import account_counts_from, first_arrival
from approvals.domain.states import DocumentState, NoticeState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.models.papers import CorrectionNotice
from approvals.models.rounds import Hearing
from approvals.queries.taking_over import taken_over
from departments.domain.working_calendar import WorkingCalendar

RIGHT, CORRECTION = "hearing_right_notice", "correction_notice"
_COUNT = (DocumentState.QUEUED, DocumentState.ISSUED, DocumentState.REPLACED)
"""What was replaced by the same words under another number had told it already."""
_Moment = dt.datetime | None
_Found = Row[int, dt.date, _Moment, _Moment, _Moment, _Moment, _Moment]


@dataclass(frozen=True)
class Told:
    """What a hearing's notice began: the day it arrived and the last day to ask or to answer; None while it has not."""

    arrived_on: dt.date | None
    last_on: dt.date | None
    has_notice: bool = True
    """False: its letter was struck out with nothing in its place, and none is on the way."""

    def is_over(self, today: dt.date) -> bool:
        return self.last_on is not None and today > self.last_on

    def by(self, told_by: dt.date, today: dt.date) -> dt.date:
        """The last day as far as it is known: what has not arrived is still open today."""
        return self.last_on or max(told_by, today)


def still_tells() -> ColumnElement[bool]:
    """Of a notice: what it tells is not over; the same as `addressed.waits` for a statement that has Document and Case."""
    return Case.concluded_at.is_(None) | Document.kind.in_(OF_HEARINGS)


def waits_for_service() -> ColumnElement[bool]:
    """`approvals.domain.letters.addressed.waits` for a statement that has Document, Case, ServiceProof and Enterprise."""
    unopened = Document.opened_at.is_(None) & Enterprise.online_service_at.is_(None)
    missed = and_(Document.kind.in_(NOTICES), unopened, still_tells())
    return (
        ServiceProof.id.is_(None)
        & Document.state.in_((DocumentState.QUEUED, DocumentState.ISSUED))
        & (Document.kind.in_(DECISIONS) | missed)
    )


def waits_to_be_served(
    document: Document, proof: ServiceProof | None, agreed_at: dt.datetime | None, concluded_at: dt.datetime | None
) -> bool:
    """The same of one row. `agreed_at`: since when its enterprise agrees to be served online; `concluded_at`: its case."""
    if document.state not in (DocumentState.QUEUED, DocumentState.ISSUED):
        return False
    has_arrived = document.opened_at is not None or agreed_at is not None
    is_over = concluded_at is not None
    return waits(document.kind, is_served=proof is not None, has_arrived=has_arrived, is_over=is_over)


def hearings_told(session: Session, hearings: Collection[Hearing], calendar: WorkingCalendar) -> dict[int, Told]:
    """By hearing, in one statement. The days run from the arrival of the notice, and never end before the told day."""
    by_track: dict[int, list[_Found]] = defaultdict(list)
    tracks = {hearing.track_id for hearing in hearings}
    if tracks:
        of_tracks = DocumentTrack.track_id.in_(tracks)
        for row in _letters(session, RIGHT, of_tracks):
            by_track[row[0]].append(row)
    found: dict[int, Told] = {}
    for hearing in hearings:
        mine = [row for row in by_track[hearing.track_id] if row[1] >= hearing.told_on]
        arrived_on = _first(mine)
        days = max(HEARING_REQUEST_WD, calendar.count_between(hearing.told_on, hearing.ask_by))
        last_on = max(hearing.ask_by, calendar.add(arrived_on, days)) if arrived_on else None
        found[hearing.id] = Told(arrived_on, last_on, bool(mine))
    return found


def correction_last_day(
    session: Session, notice: CorrectionNotice, calendar: WorkingCalendar, today: dt.date
) -> dt.date:
    """The last day to answer: counted from arrival, as if it arrived today while it has not; never before the told day."""
    letters = _letters(session, CORRECTION, Document.case_id == notice.case_id)
    arrived_on = _first([row for row in letters if row[1] >= notice.issued_on])
    return max(notice.respond_by, correction_lapse_on(arrived_on or today, calendar))


def is_untold(session: Session, case_id: int) -> bool:
    """Whether the open one-time notice of a case has no letter: that was struck out with nothing in its place."""
    letter = exists().where(
        Document.case_id == CorrectionNotice.case_id, Document.kind == CORRECTION, Document.state.in_(_COUNT),
        Document.dated_on >= CorrectionNotice.issued_on,
    )  # fmt: skip
    notice = select(CorrectionNotice.id).where(CorrectionNotice.case_id == case_id)
    return session.scalar(notice.where(CorrectionNotice.state == NoticeState.OPEN, ~letter)) is not None


def _letters(session: Session, kind: str, where: ColumnElement[bool]) -> Sequence[_Found]:
    """Item, day of the letter, issued, served, opened, agreed, taken over; once for each item of a letter."""
    statement = (
        select(
            DocumentTrack.track_id, Document.dated_on, Document.issued_at, ServiceProof.served_at, Document.opened_at,
            Enterprise.online_service_at, taken_over(),
        )
        .join(Document, Document.id == DocumentTrack.document_id)
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(Document.kind == kind, Document.state.in_(_COUNT), where)
    )  # fmt: skip
    return session.execute(statement).all()


def _first(letters: Sequence[_Found]) -> dt.date | None:
    """The day on which the first of them arrived."""
    moments = [
        first_arrival(
            issued_at=issued, served_at=served, opened_at=opened, agreed_at=account_counts_from(agreed, since)
        )
        for _, _, issued, served, opened, agreed, since in letters
    ]
    return min((local_day(moment) for moment in moments if moment is not None), default=None)
