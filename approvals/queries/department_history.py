"""Everything that was said and done on one track: pauses, proposals, visits, questions, reminders, letters, events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.letters.making import Making, making
from approvals.domain.states import DocumentState, Outcome
from approvals.models.cases import Pause, Proposal, Question, Reminder, SiteVisit
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.models.papers import StoredFile
from approvals.queries.department_events import EventRow, events_of
from approvals.queries.ratings import RatingRow, rating_of
from departments.domain.catalogue import Catalogue
from departments.models.people import Account


@dataclass(frozen=True)
class PauseRow:
    """A pause; with a cap (`cap_days`) it ends by itself on `planned_resume_on`, else that day is a plan."""

    id: int
    kind: str
    reason: str
    basis: str
    stops_statutory: bool
    stops_committed: bool
    started_on: dt.date
    length_days: int
    length_unit: str
    cap_days: int | None
    planned_resume_on: dt.date
    resumed_on: dt.date | None
    conclusion: str
    by: str


@dataclass(frozen=True)
class ProposalRow:
    """A proposed decision and what became of it: open, returned with words, or signed."""

    id: int
    outcome: Outcome
    findings: str
    reasons: str
    basis: str
    reapply: str
    conditions: str
    participants: str
    proposed_by: int
    proposer: str
    proposed_at: dt.datetime
    returned_at: dt.datetime | None
    returned_because: str
    returner: str
    signed_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        return self.returned_at is None and self.signed_at is None


@dataclass(frozen=True)
class VisitRow:
    visited_on: dt.date
    first: str
    second: str
    findings: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class QuestionRow:
    """A question of the enterprise; `on_case` when it was asked of the whole case and not of this item."""

    id: int
    text: str
    asked_by: str
    asked_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    on_case: bool


@dataclass(frozen=True)
class ReminderRow:
    text: str
    sent_by: str
    sent_at: dt.datetime


@dataclass(frozen=True)
class LetterRow:
    """A letter of this track; `has_bytes` once the worker has printed and sealed it."""

    document: str
    kind: str
    number: str
    state: DocumentState
    dated_on: dt.date
    served_at: dt.datetime | None
    has_bytes: bool
    making: Making


@dataclass(frozen=True)
class History:
    """All of it, newest first except the pauses, which run forward."""

    pauses: tuple[PauseRow, ...]
    proposals: tuple[ProposalRow, ...]
    visits: tuple[VisitRow, ...]
    questions: tuple[QuestionRow, ...]
    reminders: tuple[ReminderRow, ...]
    letters: tuple[LetterRow, ...]
    events: tuple[EventRow, ...]
    rating: RatingRow | None

    @property
    def open_pauses(self) -> tuple[PauseRow, ...]:
        return tuple(pause for pause in self.pauses if pause.resumed_on is None)

    @property
    def open_proposal(self) -> ProposalRow | None:
        return next((proposal for proposal in self.proposals if proposal.is_open), None)


def history_of(session: Session, track_id: int, case_id: int, catalogue: Catalogue) -> History:
    """The history of one track in eight statements."""
    return History(
        pauses=_pauses(session, track_id),
        proposals=_proposals(session, track_id),
        visits=_visits(session, track_id),
        questions=_questions(session, track_id, case_id),
        reminders=_reminders(session, track_id),
        letters=_letters(session, track_id),
        events=events_of(session, case_id, catalogue, track_id),
        rating=rating_of(session, track_id),
    )


def _pauses(session: Session, track_id: int) -> tuple[PauseRow, ...]:
    rows = session.execute(
        select(Pause, Account.name)
        .outerjoin(Account, Account.id == Pause.opened_by)
        .where(Pause.track_id == track_id)
        .order_by(Pause.id)
    )
    return tuple(
        PauseRow(
            pause.id, pause.kind, pause.reason, pause.basis, pause.stops_statutory, pause.stops_committed,
            pause.started_on, pause.length_days, pause.length_unit, pause.cap_days, pause.planned_resume_on,
            pause.resumed_on, pause.conclusion, name or "",
        )
        for pause, name in rows
    )  # fmt: skip


def _proposals(session: Session, track_id: int) -> tuple[ProposalRow, ...]:
    proposer, returner = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Proposal, proposer.name, returner.name)
        .join(proposer, proposer.id == Proposal.proposed_by)
        .outerjoin(returner, returner.id == Proposal.returned_by)
        .where(Proposal.track_id == track_id)
        .order_by(Proposal.id.desc())
    )
    return tuple(
        ProposalRow(
            made.id, made.outcome, made.findings, made.reasons, made.basis, made.reapply, made.conditions,
            made.participants, made.proposed_by, who, made.proposed_at, made.returned_at, made.returned_because, back or "",
            made.signed_at,
        )
        for made, who, back in rows
    )  # fmt: skip


def _visits(session: Session, track_id: int) -> tuple[VisitRow, ...]:
    first, second = aliased(Account), aliased(Account)
    rows = session.execute(
        select(SiteVisit, first.name, second.name)
        .join(first, first.id == SiteVisit.first_officer_id)
        .join(second, second.id == SiteVisit.second_officer_id)
        .where(SiteVisit.track_id == track_id)
        .order_by(SiteVisit.id.desc())
    )
    return tuple(VisitRow(row.visited_on, one, two, row.findings, row.recorded_at) for row, one, two in rows)


def _questions(session: Session, track_id: int, case_id: int) -> tuple[QuestionRow, ...]:
    asker, answerer = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Question, asker.name, answerer.name)
        .join(asker, asker.id == Question.asked_by)
        .outerjoin(answerer, answerer.id == Question.answered_by)
        .where(Question.case_id == case_id, or_(Question.track_id == track_id, Question.track_id.is_(None)))
        .order_by(Question.id.desc())
    )
    return tuple(
        QuestionRow(
            asked.id, asked.text, who, asked.asked_at, asked.answer, by or "", asked.answered_at, asked.track_id is None
        )
        for asked, who, by in rows
    )


def _reminders(session: Session, track_id: int) -> tuple[ReminderRow, ...]:
    rows = session.execute(
        select(Reminder.text, Account.name, Reminder.sent_at)
        .join(Account, Account.id == Reminder.sent_by)
        .where(Reminder.track_id == track_id)
        .order_by(Reminder.id.desc())
    )
    return tuple(ReminderRow(*row) for row in rows)


def _letters(session: Session, track_id: int) -> tuple[LetterRow, ...]:
    rows = session.execute(
        select(Document, ServiceProof.served_at, StoredFile.id)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .outerjoin(StoredFile, StoredFile.id == Document.file_id)
        .where(DocumentTrack.track_id == track_id)
        .order_by(Document.id.desc())
    )
    return tuple(
        LetterRow(
            each.public_id,
            each.kind,
            each.number,
            each.state,
            each.dated_on,
            served,
            file is not None,
            making(each.failure),
        )
        for each, served, file in rows
    )
