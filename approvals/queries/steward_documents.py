"""Letters to serve: what was signed or told in the steward's projects, and by when a result must reach the applicant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from approvals.domain.duties import DutyKind
from approvals.domain.letters.addressed import CONFIRMATION, DECISIONS, FIRST, SERVABLE
from approvals.domain.letters.making import Making, making
from approvals.domain.letters.registry import LETTERS
from approvals.domain.refusals import NotFound
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.models.papers import StoredFile
from approvals.models.watch import Duty
from approvals.queries.access import find_document
from approvals.queries.arrivals import waits_for_service, waits_to_be_served
from approvals.queries.paging import paged
from approvals.queries.steward_promises import days_left
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account, Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 25
DELIVERY_WD = 10
"""行政许可法 44: issued and served within ten (working, 82) days from the decision."""
_Found = Row[Document, Case, Project, Enterprise, ServiceProof, str, str, str]


@dataclass(frozen=True)
class Service:
    """How the document reached the applicant."""

    method: str
    receiver: str
    served_at: dt.datetime
    served_by: str
    remark: str


@dataclass(frozen=True)
class ResultRow:
    """A letter in the steward's hands; `due_on` is the last day to serve it, `left_wd` working days until then.

    A letter without `has_file` is numbered and waits for the printing worker. Only decisions have a due day. `by_account`:
    it waits, is sealed, and its enterprise agreed to be served online.
    """

    public_id: str
    kind: str
    number: str
    name_zh: str
    name_en: str
    item: Item | None
    department_zh: str
    department_en: str
    project: str
    project_name: str
    case_no: str
    enterprise: str
    enterprise_phone: str
    representative: str
    dated_on: dt.date
    state: DocumentState
    has_file: bool
    making: Making
    due_on: dt.date | None
    left_wd: int | None
    service: Service | None
    waits: bool
    by_account: bool
    disclose_by: dt.date | None = None


@dataclass(frozen=True)
class ResultPage:
    """One page of results with the figures above it."""

    rows: tuple[ResultRow, ...]
    total: int
    waiting: int
    pages: int


@dataclass(frozen=True)
class FileToSend:
    """The bytes behind a document, by their hash."""

    sha256: str
    media_type: str
    name: str


def steward_results(
    session: Session, actor: Actor, *, today: dt.date, status: str = "open", words: str = "", page: int = 1
) -> ResultPage:
    """Letters of the steward's projects; `status` open, served or all. Open: decisions that are not served, and notices of
    cases in hand that have not reached whoever did not agree to be served online; the oldest first, what days run for or
    from before the rest."""
    where = [Project.steward_id == actor.account_id, Document.kind.in_(SERVABLE)]
    waiting = session.scalar(_counted([*where, waits_for_service()])) or 0
    if status != "all":
        where.append(waits_for_service() if status == "open" else ServiceProof.id.is_not(None))
    if words:
        where.append(_like(words))
    total = session.scalar(_counted(where)) or 0
    page, pages = paged(page, total, PAGE_SIZE)
    newest = (Document.dated_on.desc(), Document.id.desc())
    order = (Document.kind.not_in(FIRST), Document.dated_on, Document.id) if status == "open" else newest
    statement = _selected().where(*where).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return ResultPage(_result_rows(session, statement, today), total, waiting, pages)


def project_results(session: Session, project_id: int, *, today: dt.date) -> tuple[ResultRow, ...]:
    """Every result and confirmation of one project, the newest first."""
    statement = _selected().where(Project.id == project_id, Document.kind.in_((*DECISIONS, CONFIRMATION)))
    return _result_rows(session, statement.order_by(Document.dated_on.desc(), Document.id.desc()), today)


def result_to_serve(session: Session, public_id: str, actor: Actor, *, today: dt.date) -> ResultRow:
    """One letter to the applicant of an assigned project; raises NotFound for any other document."""
    rows = _result_rows(
        session,
        _selected().where(
            Project.steward_id == actor.account_id,
            Document.public_id == public_id,
            Document.kind.in_(SERVABLE),
        ),
        today,
    )
    if not rows:
        raise NotFound
    return replace(rows[0], disclose_by=_disclose_by(session, public_id))


def _disclose_by(session: Session, public_id: str) -> dt.date | None:
    """The last day to publish a licence that was not published yet (双公示)."""
    return session.scalar(
        select(func.min(Duty.due_on))
        .join(DocumentTrack, DocumentTrack.track_id == Duty.track_id)
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(Document.public_id == public_id, Duty.kind == DutyKind.DISCLOSURE.value, Duty.done_at.is_(None))
    )


def file_of_document(session: Session, public_id: str, actor: Actor) -> FileToSend:
    """The sealed file of a document the actor may see; raises NotFound while it is still being printed."""
    document = find_document(session, public_id, actor)
    stored = session.get(StoredFile, document.file_id) if document.file_id else None
    if stored is None:
        raise NotFound
    return FileToSend(stored.sha256, stored.media_type, stored.display_name)


def _like(words: str) -> ColumnElement[bool]:
    return or_(
        Document.number.contains(words, autoescape=True),
        Project.name.contains(words, autoescape=True),
        Enterprise.name.contains(words, autoescape=True),
    )


def _counted(where: list[ColumnElement[bool]]) -> Select[int]:
    return (
        select(func.count(Document.id))
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .where(*where)
    )


def _selected() -> Select[Document, Case, Project, Enterprise, ServiceProof, str, str, str]:
    return (
        select(
            Document,
            Case,
            Project,
            Enterprise,
            ServiceProof,
            Department.name_zh.label("department_zh"),
            Department.name_en.label("department_en"),
            Account.name.label("served_by"),
        )
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .outerjoin(Account, Account.id == ServiceProof.served_by)
    )


def _result_rows(
    session: Session,
    statement: Select[Document, Case, Project, Enterprise, ServiceProof, str, str, str],
    today: dt.date,
) -> tuple[ResultRow, ...]:
    rows = session.execute(statement).all()
    calendar = load_calendar(session)
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row.Case.catalogue_version_id for row in rows}}
    return tuple(_result_row(row, catalogues, calendar, today) for row in rows)


def _result_row(
    row: _Found, catalogues: Mapping[int, Catalogue], calendar: WorkingCalendar, today: dt.date
) -> ResultRow:
    document, case, proof = row.Document, row.Case, row.ServiceProof
    spec, agreed_at = LETTERS[document.kind], row.Enterprise.online_service_at
    waits = waits_to_be_served(document, proof, agreed_at, case.concluded_at)
    due = calendar.add(document.dated_on, DELIVERY_WD) if document.kind in DECISIONS else None
    return ResultRow(
        public_id=document.public_id,
        kind=document.kind,
        number=document.number,
        name_zh=spec.title_zh,
        name_en=spec.title_en,
        item=catalogues[case.catalogue_version_id].items.get(document.item_code) if document.item_code else None,
        department_zh=row.department_zh or "",
        department_en=row.department_en or "",
        project=row.Project.public_id,
        project_name=row.Project.name,
        case_no=case.case_no or "",
        enterprise=row.Enterprise.name,
        enterprise_phone=row.Enterprise.phone,
        representative=row.Enterprise.legal_representative,
        dated_on=document.dated_on,
        state=document.state,
        has_file=document.file_id is not None,
        making=making(document.failure),
        due_on=due,
        left_wd=days_left(calendar, due, today),
        service=Service(proof.method, proof.receiver, proof.served_at, row.served_by or "", proof.remark)
        if proof
        else None,
        waits=waits,
        by_account=waits and agreed_at is not None and document.state is DocumentState.ISSUED,
    )
