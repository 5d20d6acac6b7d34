"""The page of one track at its department: everything an officer needs to decide, in a constant number of statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading
from approvals.domain.outcome import Blocker
from approvals.domain.refusals import NotFound
from approvals.domain.states import WITH_DEPARTMENT, TrackState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.queries.access import find_track
from approvals.queries.clocks import reading_of
from approvals.queries.credit import CreditEntry, bars_of
from approvals.queries.department_beside import BesideRow, beside
from approvals.queries.department_form import FormPart, form_for
from approvals.queries.department_history import History, history_of
from approvals.queries.department_papers import PaperRow, WantRow, papers_of
from approvals.queries.dossier import dossiers
from approvals.queries.enterprise_tracks import tracks_of
from approvals.queries.stage_clock import StageView, stages_of
from departments.domain.actor import Actor, Role
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Item, SpecialProcedure
from departments.domain.catalogue_words import ProcedureKind, ResultLetter
from departments.domain.condition import evaluate
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account, Department, Post
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Colleague:
    """An officer of the same department, by public id."""

    account: str
    name: str


@dataclass(frozen=True)
class PaperHere:
    """One paper this item wants, with the verdict of this item."""

    row: PaperRow
    want: WantRow
    status: str

    @property
    def can_be_judged(self) -> bool:
        return self.row.newest is not None

    @property
    def is_usable(self) -> bool:
        """Accepted, or there without anybody's verdict: written by the system, shared, handed down."""
        return self.status in ("accepted", "form", "shared") or (self.status == "upstream" and self.can_be_judged)


@dataclass(frozen=True)
class TrackHead:
    """Whose item this is, where it stands and who has it."""

    id: int
    track: str
    version: int
    state: TrackState
    item: Item
    department_zh: str
    department_en: str
    project: str
    place: str
    green_channel: str
    enterprise: str
    uscc: str
    credit_bars: tuple[CreditEntry, ...]
    contact_phone: str
    case: str
    case_no: str
    accepted_on: dt.date | None
    admitted_on: dt.date | None
    is_deferred: bool
    assignee_id: int | None
    assignee: str

    @property
    def is_open(self) -> bool:
        return self.state in WITH_DEPARTMENT


@dataclass(frozen=True)
class TrackPage:
    """`colleagues` are possible second officers; `heads` those who may sign; `me` is the viewer's account id,
    `is_head` whether the viewer may sign in this department."""

    head: TrackHead
    catalogue: Catalogue
    reading: Reading | None
    stage: StageView | None
    form: FormPart
    papers: tuple[PaperHere, ...]
    beside: tuple[BesideRow, ...]
    blockers: tuple[Blocker, ...]
    procedures: tuple[SpecialProcedure, ...]
    history: History
    colleagues: tuple[Colleague, ...]
    heads: tuple[str, ...]
    me: int | None
    is_head: bool

    @property
    def is_mine(self) -> bool:
        return self.head.assignee_id is not None and self.head.assignee_id == self.me

    @property
    def names_participants(self) -> bool:
        """A joint completion opinion names the parties to the works."""
        return self.head.item.result_letter is ResultLetter.JOINT_OPINION

    @property
    def wants_visit(self) -> bool:
        return any(procedure.kind is ProcedureKind.SITE_VISIT for procedure in self.procedures)

    @property
    def accepted_papers(self) -> int:
        return sum(paper.is_usable for paper in self.papers)


def track_page(session: Session, track: str, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> TrackPage:
    """The page of a track of one of the actor's departments; NotFound for anybody else's."""
    row = find_track(session, track, actor)
    if row.department_id not in actor.department_ids:
        raise NotFound
    case = session.get_one(Case, row.case_id)
    catalogue = catalogue_version(session, case.catalogue_version_id)
    item = catalogue.items[row.item_code]
    officers = _officers(session, row.department_id)
    others = {one.id: Colleague(one.public_id, one.name) for one, _ in officers if one.id != actor.account_id}
    return TrackPage(
        head=_head(session, row, case, item, today),
        catalogue=catalogue,
        reading=reading_of(row, row.pauses, calendar, today),
        stage=_stage(session, case, catalogue, calendar, today),
        form=form_for(catalogue, case.theme_code, item, case.answers),
        papers=_papers(papers_of(session, case.id, catalogue), row.id),
        beside=beside(session, row, catalogue, calendar, today),
        blockers=dossiers(session, [row.id])[row.id].blockers,
        procedures=tuple(one for one in item.special_procedures if evaluate(one.condition, case.answers) is not False),
        history=history_of(session, row.id, case.id, catalogue),
        colleagues=tuple(others.values()),
        heads=tuple(one.name for one, role in officers if role is Role.HEAD),
        me=actor.account_id,
        is_head=actor.is_at(Role.HEAD, row.department_id),
    )


def _head(session: Session, row: Track, case: Case, item: Item, today: dt.date) -> TrackHead:
    project, enterprise, department, assignee = session.execute(
        select(Project, Enterprise, Department, Account.name)
        .select_from(Track)
        .join(Project, Project.id == Track.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .join(Department, Department.id == Track.department_id)
        .outerjoin(Account, Account.id == Track.assignee_id)
        .where(Track.id == row.id)
    ).one()
    return TrackHead(
        id=row.id, track=row.public_id, version=row.version, state=row.state, item=item,
        department_zh=department.name_zh, department_en=department.name_en,
        project=project.name, place=project.place, green_channel=project.green_channel,
        enterprise=enterprise.name, uscc=enterprise.uscc, credit_bars=bars_of(session, enterprise.id, today),
        contact_phone=enterprise.phone, case=case.public_id, case_no=case.case_no or "",
        accepted_on=row.accepted_on, admitted_on=row.admitted_on, is_deferred=row.is_deferred,
        assignee_id=row.assignee_id, assignee=assignee or "",
    )  # fmt: skip


def _stage(
    session: Session, case: Case, catalogue: Catalogue, calendar: WorkingCalendar, today: dt.date
) -> StageView | None:
    """The joint clock of the stage, with every item of the case on its bar."""
    lines = tracks_of(session, case.id, catalogue, calendar, today)
    return stages_of(session, [case], {case.id: lines}, calendar, today).get(case.id)


def _papers(rows: tuple[PaperRow, ...], track_id: int) -> tuple[PaperHere, ...]:
    wanted = ((row, row.want_of(track_id)) for row in rows)
    return tuple(PaperHere(row, want, row.status_for(want)) for row, want in wanted if want is not None)


def _officers(session: Session, department_id: int) -> list[tuple[Account, Role]]:
    rows = session.execute(
        select(Account, Post.role)
        .join(Post, Post.account_id == Account.id)
        .where(Post.department_id == department_id, Post.role.in_([Role.EXAMINER, Role.HEAD]), Account.is_active)
        .order_by(Account.id)
    )
    return [(account, role) for account, role in rows]
