"""What a department has still to verify, and one task with everything said about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.commitment_checks import WAITS
from approvals.domain.refusals import NotFound
from approvals.domain.states import GRANTED, TrackState, VerificationState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine
from approvals.models.verification import VerificationTask
from departments.domain.actor import Actor
from departments.domain.catalogue import Item, Material
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 25


@dataclass(frozen=True)
class TaskRow:
    """One check: what was vouched for (`material` None: the whole item), by when, and how it stands.

    `left_wd` are the working days to the day that counts now; negative when it is past, None when nothing is open.
    """

    public_id: str
    version: int
    track: str
    track_state: TrackState
    enterprise: str
    phone: str
    project: str
    place: str
    case_no: str
    item: Item
    material: Material | None
    kind: str
    state: VerificationState
    created_on: dt.date
    due_on: dt.date
    left_wd: int | None
    findings: str
    evidence: str
    requirement: str
    rectify_by: dt.date | None
    checked_by: str
    checked_on: dt.date | None
    closed_by: str
    closed_on: dt.date | None
    closing_note: str
    signer: str
    signed_at: dt.datetime
    letter: int | None

    @property
    def day(self) -> dt.date:
        """The day that counts now."""
        return self.rectify_by if self.state is VerificationState.RECTIFYING and self.rectify_by else self.due_on


@dataclass(frozen=True)
class TaskPage:
    rows: tuple[TaskRow, ...]
    matching: int
    pages: int


def commitment_tasks(
    session: Session, actor: Actor, today: dt.date, *, everything: bool = False, page: int = 1
) -> TaskPage:
    """The tasks of the actor's departments, those that wait first and the earliest day first."""
    found = _tasks().where(VerificationTask.department_id.in_(list(actor.department_ids)))
    if not everything:
        # what was taken back meanwhile is verified no more
        found = found.where(VerificationTask.state.in_(list(WAITS)), Track.state.in_(list(GRANTED)))
    matching = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-matching // PAGE_SIZE))
    first = (min(max(1, page), pages) - 1) * PAGE_SIZE
    waiting = case((VerificationTask.state.in_(list(WAITS)), 0), else_=1)
    rows = session.execute(
        found.order_by(waiting, VerificationTask.due_on, VerificationTask.id).offset(first).limit(PAGE_SIZE)
    ).all()
    calendar = load_calendar(session)
    return TaskPage(tuple(_row(session, row, calendar, today) for row in rows), matching, pages)


def commitment_task(session: Session, actor: Actor, task: str, today: dt.date) -> TaskRow:
    """One task of the actor's departments. Raises NotFound."""
    mine = VerificationTask.department_id.in_(list(actor.department_ids))
    row = session.execute(_tasks().where(VerificationTask.public_id == task, mine)).one_or_none()
    if row is None:
        raise NotFound
    return _row(session, row, load_calendar(session), today)


def tasks_of_track(session: Session, track: str, today: dt.date) -> tuple[TaskRow, ...]:
    """The checks of one item, for whoever may see the item: its applicant and its department."""
    rows = session.execute(_tasks().where(Track.public_id == track).order_by(VerificationTask.id)).all()
    calendar = load_calendar(session)
    return tuple(_row(session, row, calendar, today) for row in rows)


def _tasks() -> Select[*tuple[Any, ...]]:
    checker, closer = aliased(Account), aliased(Account)
    return (
        select(
            VerificationTask, Track.public_id.label("track"), Track.item_code, Track.state.label("track_state"),
            Case.case_no, Case.catalogue_version_id, Project.name.label("project"), Project.place,
            Enterprise.name.label("enterprise"), Enterprise.phone, CaseMaterial.material_code,
            Commitment.signer_name, Commitment.signed_at, Commitment.document_id, checker.name.label("checker"),
            closer.name.label("closer"),
        )
        .join(CommitmentLine, CommitmentLine.id == VerificationTask.line_id)
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .join(Track, Track.id == VerificationTask.track_id)
        .join(Case, Case.id == VerificationTask.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .outerjoin(checker, checker.id == VerificationTask.checked_by)
        .outerjoin(closer, closer.id == VerificationTask.closed_by)
    )  # fmt: skip


def _row(session: Session, row: Row[*tuple[Any, ...]], calendar: WorkingCalendar, today: dt.date) -> TaskRow:
    task, catalogue = row.VerificationTask, catalogue_version(session, row.catalogue_version_id)
    day = task.rectify_by if task.state is VerificationState.RECTIFYING else task.due_on
    left = calendar.count_between(today, day) if today <= day else -calendar.count_between(day, today)
    return TaskRow(
        public_id=task.public_id, version=task.version, track=row.track, track_state=row.track_state,
        enterprise=row.enterprise, phone=row.phone, project=row.project, place=row.place, case_no=row.case_no or "",
        item=catalogue.items[row.item_code],
        material=catalogue.materials[row.material_code] if row.material_code else None, kind=task.kind,
        state=task.state, created_on=task.created_on, due_on=task.due_on,
        left_wd=left if task.state in WAITS else None, findings=task.findings, evidence=task.evidence,
        requirement=task.requirement, rectify_by=task.rectify_by, checked_by=row.checker or "",
        checked_on=task.checked_on, closed_by=row.closer or "", closed_on=task.closed_on,
        closing_note=task.closing_note, signer=row.signer_name, signed_at=row.signed_at, letter=row.document_id,
    )  # fmt: skip
