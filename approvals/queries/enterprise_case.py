"""The case page of the applicant: what waits for whom, until when, and everything that was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.choices import Choice, chosen
from approvals.domain.desk_bar import DeskBar
from approvals.domain.fan_out import plan
from approvals.domain.letters.registry import AMONG_ORGANS
from approvals.domain.plan import ItemLeftOut
from approvals.domain.refusals import NotFound
from approvals.domain.states import UNDECIDED, CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Question
from approvals.queries.access import find_case
from approvals.queries.amendment_page import WaitingAmendment, waiting_amendments
from approvals.queries.brought import BroughtRow, brought_of
from approvals.queries.department_events import EventRow, events_of
from approvals.queries.department_papers import PaperRow, papers_of
from approvals.queries.enterprise_desk import NO_NOTICES, notices_of
from approvals.queries.enterprise_documents import DocumentLine, documents_of_case
from approvals.queries.enterprise_projects import ProjectCard, project_page
from approvals.queries.enterprise_todo import Days, Notice, PromiseLine, Todo, promises, todos
from approvals.queries.enterprise_tracks import TrackLine, tracks_of
from approvals.queries.stage_clock import StageView, stages_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Stage
from departments.models.people import Account, Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

WINDOW = "XZSP"
INTERNAL = frozenset(
    {
        "officer:track:proposed", "officer:track:returned", "officer:track:released", "system:clock:alarm_raised",
        "supervisor:notice:sent", "officer:notice:answered", "supervisor:notice:closed",
    }
)  # fmt: skip


@dataclass(frozen=True)
class QuestionRow:
    """A question and its answer; `track_id` is None when it is about the whole case."""

    id: int
    track_id: int | None
    text: str
    asked_at: dt.datetime
    asker: str
    answer: str
    answered_at: dt.datetime | None
    answerer: str


@dataclass(frozen=True)
class CaseHead:
    """The filing itself; the progress code lets anybody follow it without an account."""

    public_id: str
    case_no: str
    progress_code: str
    state: CaseState
    stage: Stage
    filed_at: dt.datetime | None
    receipt_on: dt.date | None
    notice_due_on: dt.date | None
    stage_due_on: dt.date | None
    concluded_at: dt.datetime | None
    consents_upstream: bool


@dataclass(frozen=True)
class CasePage:
    """Everything on the page, frozen."""

    head: CaseHead
    project: ProjectCard
    catalogue: Catalogue
    tracks: tuple[TrackLine, ...]
    papers: tuple[PaperRow, ...]
    todos: tuple[Todo, ...]
    promises: tuple[PromiseLine, ...]
    notice: Notice | None
    documents: tuple[DocumentLine, ...]
    questions: tuple[QuestionRow, ...]
    events: tuple[EventRow, ...]
    left_out: tuple[ItemLeftOut, ...]
    brought: Mapping[str, BroughtRow]
    stage: StageView | None
    window_phone: str
    amendment: WaitingAmendment | None

    @property
    def bar(self) -> DeskBar | None:
        return self.stage.bar if self.stage else None

    @property
    def open_todos(self) -> tuple[Todo, ...]:
        return tuple(todo for todo in self.todos if todo.is_open)

    @property
    def waiting_for_you(self) -> frozenset[str]:
        """Codes of the items one of the open rows is about."""
        return frozenset(item.code for todo in self.open_todos for item in todo.items)

    @property
    def can_be_withdrawn(self) -> bool:
        return any(track.state in UNDECIDED for track in self.tracks)

    def questions_about(self, track_id: int | None) -> tuple[QuestionRow, ...]:
        return tuple(each for each in self.questions if each.track_id == track_id)

    def todos_of(self, code: str) -> tuple[Todo, ...]:
        return tuple(todo for todo in self.open_todos if any(item.code == code for item in todo.items))


def case_page(session: Session, public_id: str, actor: Actor, today: dt.date) -> CasePage:
    """The actor's own filed case, in a constant number of statements; NotFound for anybody else's and for a draft."""
    case, project = own_filed(session, public_id, actor)
    catalogue, calendar = catalogue_version(session, case.catalogue_version_id), load_calendar(session)
    tracks = tracks_of(session, case.id, catalogue, calendar, today)
    papers = papers_of(session, case.id, catalogue)
    notices = notices_of(session, [case.id]).get(case.id, NO_NOTICES)
    days = Days(calendar, today)
    there, put_off = (chosen(case.item_choices, choice) for choice in (Choice.HAVE, Choice.LATER))
    planned = plan(catalogue, case.theme_code, case.stage_code, case.answers, brought=there, later=put_off)
    return CasePage(
        head=_head(case, catalogue), project=project_page(session, project.public_id, actor), catalogue=catalogue,
        tracks=tracks, papers=papers, notice=notices.open,
        todos=todos(papers, tracks, notices.open, days), promises=promises(papers, tracks, days),
        documents=documents_of_case(session, case.id, catalogue), questions=_questions(session, case.id),
        events=tuple(each for each in events_of(session, case.id, catalogue) if _is_told(each)),
        left_out=planned.left_out, brought=brought_of(session, case),
        stage=stages_of(session, [case], {case.id: tracks}, calendar, today).get(case.id),
        window_phone=_window_phone(session, project.division_id),
        amendment=waiting_amendments(session, [case.id]).get(case.id),
    )  # fmt: skip


def own_filed(session: Session, public_id: str, actor: Actor) -> tuple[Case, Project]:
    """A filed case of the actor's own enterprise with its project, or NotFound."""
    case = find_case(session, public_id, actor)
    project = session.get_one(Project, case.project_id)
    if project.enterprise_id not in actor.enterprise_ids or case.state is CaseState.DRAFT:
        raise NotFound
    return case, project


def _head(case: Case, catalogue: Catalogue) -> CaseHead:
    return CaseHead(
        public_id=case.public_id, case_no=case.case_no or "", progress_code=case.progress_code or "", state=case.state,
        stage=catalogue.stage(case.theme_code, case.stage_code), filed_at=case.filed_at, receipt_on=case.receipt_on,
        notice_due_on=case.notice_due_on, stage_due_on=case.stage_due_on, concluded_at=case.concluded_at,
        consents_upstream=case.consents_upstream,
    )  # fmt: skip


def _questions(session: Session, case_id: int) -> tuple[QuestionRow, ...]:
    names = {
        account.id: account.name
        for account in session.scalars(
            select(Account).where(
                Account.id.in_(
                    select(Question.asked_by)
                    .where(Question.case_id == case_id)
                    .union(select(Question.answered_by).where(Question.case_id == case_id))
                )
            )
        )
    }
    return tuple(
        QuestionRow(
            row.id, row.track_id, row.text, row.asked_at, names.get(row.asked_by, ""), row.answer, row.answered_at,
            names.get(row.answered_by or 0, ""),
        )
        for row in session.scalars(select(Question).where(Question.case_id == case_id).order_by(Question.id.desc()))
    )  # fmt: skip


def _window_phone(session: Session, division_id: int) -> str:
    return (
        session.scalar(select(Department.phone).where(Department.division_id == division_id, Department.code == WINDOW))
        or ""
    )


def _is_told(event: EventRow) -> bool:
    """Not what the organs do among themselves, nor the number of a letter that goes from one to another."""
    return event.tag not in INTERNAL and event.params.get("kind") not in AMONG_ORGANS
