"""Notices of the supervisors: the list of a supervisor, those a department must answer, and one with its answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.clock import Reading
from approvals.domain.oversight import Lateness, Rule, lateness_under, rule_called_for
from approvals.domain.refusals import NotFound
from approvals.domain.states import WITH_DEPARTMENT, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.oversight import SupervisionNotice, SupervisionReply
from approvals.models.papers import StoredFile
from approvals.queries.access import find_track
from approvals.queries.clocks import reading_of
from approvals.queries.department_file import PaperFile
from approvals.queries.ratings import RatingRow, rating_of
from approvals.queries.scope import SUPERVISES, oversees, within
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account, Department
from departments.queries.catalogue import catalogue_version

MOST = 200
"""Notices on one page; those that wait come first."""


@dataclass(frozen=True)
class ReplyRow:
    """One answer; `file_name` is empty where no paper came with it."""

    public_id: str
    text: str
    who: str
    at: dt.datetime
    file_name: str


@dataclass(frozen=True)
class NoticeRow:
    """One notice and where it stands."""

    public_id: str
    watch_no: str
    number: str
    document: str
    rule: str
    level: str
    due_on: dt.date | None
    overdue_wd: int
    findings: tuple[str, ...]
    requirements: tuple[str, ...]
    reply_by: dt.date
    sent_by: str
    sent_at: dt.datetime
    closing_note: str
    closed_by: str
    closed_at: dt.datetime | None
    track: str
    state: TrackState
    item: Item
    department_zh: str
    department_en: str
    project: str
    case_no: str
    replies: tuple[ReplyRow, ...]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, today: dt.date) -> bool:
        """Nothing was answered by the day."""
        return self.is_open and not self.replies and today > self.reply_by

    def standing(self, today: dt.date) -> str:
        """closed, answered, late or waiting."""
        if not self.is_open:
            return "closed"
        return "answered" if self.replies else "late" if self.is_late(today) else "waiting"


@dataclass(frozen=True)
class Supervised:
    """An item that may be supervised: who leads it, what its clocks say, and the notices it has had."""

    track: str
    version: int
    state: TrackState
    item: Item
    department_zh: str
    department_en: str
    officer: str
    project: str
    place: str
    case_no: str
    reading: Reading | None
    rule: Rule
    late: Lateness
    is_in_hand: bool
    notices: tuple[NoticeRow, ...]
    rating: RatingRow | None


def supervised(session: Session, public_id: str, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> Supervised:
    """One item of the supervisor's divisions; NotFound for any other."""
    track = find_track(session, public_id, actor)
    case = track.case
    if not oversees(session, actor, case.project.division_id, SUPERVISES):
        raise NotFound
    department = session.get_one(Department, track.department_id)
    officer = session.get(Account, track.assignee_id) if track.assignee_id else None
    reading = reading_of(track, track.pauses, calendar, today)
    rule = rule_called_for(reading)
    return Supervised(
        track=track.public_id, version=track.version, state=track.state,
        item=catalogue_version(session, case.catalogue_version_id).items[track.item_code],
        department_zh=department.name_zh, department_en=department.name_en, officer=officer.name if officer else "",
        project=case.project.name, place=case.project.place, case_no=case.case_no or "", reading=reading, rule=rule,
        late=lateness_under(rule, reading), is_in_hand=track.state in WITH_DEPARTMENT,
        notices=_rows(session, SupervisionNotice.track_id == track.id), rating=rating_of(session, track.id),
    )  # fmt: skip


def notices_overseen(session: Session, actor: Actor) -> tuple[NoticeRow, ...]:
    """The notices of the supervisor's divisions: open ones first, by the day of the answer."""
    own = select(Project.id).where(within(actor, roles=SUPERVISES))
    return _rows(session, Case.project_id.in_(own))


def notices_at_desk(session: Session, actor: Actor) -> tuple[NoticeRow, ...]:
    """Open notices to the departments at whose desks the actor sits."""
    departments = list(actor.department_ids)
    return _rows(session, SupervisionNotice.department_id.in_(departments) & SupervisionNotice.closed_at.is_(None))


def notices_of_track(session: Session, track_id: int) -> tuple[NoticeRow, ...]:
    """Every notice about one item, for its own department."""
    return _rows(session, SupervisionNotice.track_id == track_id)


def notice_overseen(session: Session, public_id: str, actor: Actor) -> NoticeRow:
    """One notice for a supervisor of its division."""
    own = select(Project.id).where(within(actor, roles=SUPERVISES))
    return _one(session, (SupervisionNotice.public_id == public_id) & Case.project_id.in_(own))


def notice_at_desk(session: Session, public_id: str, actor: Actor) -> NoticeRow:
    """One notice for the department it was sent to."""
    departments = list(actor.department_ids)
    return _one(session, (SupervisionNotice.public_id == public_id) & SupervisionNotice.department_id.in_(departments))


def reply_file(session: Session, reply: str, actor: Actor) -> PaperFile:
    """The paper that came with an answer, for the two sides of the notice."""
    own = select(Project.id).where(within(actor, roles=SUPERVISES))
    found = session.execute(
        select(StoredFile.sha256, StoredFile.media_type, StoredFile.display_name)
        .join(SupervisionReply, SupervisionReply.file_id == StoredFile.id)
        .join(SupervisionNotice, SupervisionNotice.id == SupervisionReply.notice_id)
        .join(Track, Track.id == SupervisionNotice.track_id)
        .where(
            SupervisionReply.public_id == reply,
            Track.project_id.in_(own) | SupervisionNotice.department_id.in_(list(actor.department_ids)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return PaperFile(*found)


def _one(session: Session, where: ColumnElement[bool]) -> NoticeRow:
    found = _rows(session, where)
    if not found:
        raise NotFound
    return found[0]


_sender, _closer = aliased(Account), aliased(Account)
_Statement = Select[SupervisionNotice, Track, Case, Project, Department, Document, str, str]


def _statement() -> _Statement:
    notice = SupervisionNotice
    return (
        select(notice, Track, Case, Project, Department, Document, _sender.name, _closer.name)
        .join(Track, Track.id == notice.track_id)
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Department, Department.id == notice.department_id)
        .join(Document, Document.id == notice.document_id)
        .join(_sender, _sender.id == notice.sent_by)
        .outerjoin(_closer, _closer.id == notice.closed_by)
        .order_by(notice.closed_at.is_not(None), notice.reply_by, notice.id.desc())
        .limit(MOST)
    )


def _rows(session: Session, where: ColumnElement[bool]) -> tuple[NoticeRow, ...]:
    rows = session.execute(_statement().where(where)).all()
    replies = _replies(session, [row[0].id for row in rows])
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row[2].catalogue_version_id for row in rows}}
    return tuple(
        NoticeRow(
            public_id=notice.public_id, watch_no=notice.watch_no, number=letter.number, document=letter.public_id,
            rule=notice.rule, level=notice.level, due_on=notice.due_on, overdue_wd=notice.overdue_wd,
            findings=tuple(notice.findings.splitlines()), requirements=tuple(notice.requirements.splitlines()),
            reply_by=notice.reply_by, sent_by=sender, sent_at=notice.sent_at, closing_note=notice.closing_note,
            closed_by=closer or "", closed_at=notice.closed_at, track=track.public_id, state=track.state,
            item=catalogues[case.catalogue_version_id].items[track.item_code], department_zh=department.name_zh,
            department_en=department.name_en, project=project.name, case_no=case.case_no or "",
            replies=tuple(replies.get(notice.id, ())),
        )
        for notice, track, case, project, department, letter, sender, closer in rows
    )  # fmt: skip


def _replies(session: Session, notices: Sequence[int]) -> dict[int, list[ReplyRow]]:
    found: dict[int, list[ReplyRow]] = defaultdict(list)
    if not notices:
        return found
    rows = session.execute(
        select(SupervisionReply, Account.name, StoredFile.display_name)
        .join(Account, Account.id == SupervisionReply.replied_by)
        .outerjoin(StoredFile, StoredFile.id == SupervisionReply.file_id)
        .where(SupervisionReply.notice_id.in_(notices))
        .order_by(SupervisionReply.id)
    )
    for reply, who, name in rows:
        found[reply.notice_id].append(ReplyRow(reply.public_id, reply.text, who, reply.replied_at, name or ""))
    return found
