"""The bulletins of the months: those published, those still owed, and who may read one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from approvals.domain.bulletin import Month
from approvals.domain.letters.making import Making, making
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.models.oversight import Bulletin
from approvals.models.papers import StoredFile
from approvals.queries.department_file import PaperFile
from approvals.queries.scope import SUPERVISES, oversees, within
from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department, Division

MOST = 120


@dataclass(frozen=True)
class Place:
    """A division by its code and name."""

    id: int
    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class BulletinRow:
    """One bulletin; `replaced_at` when a corrected one took its place. `may_correct` for those who supervise its place."""

    public_id: str
    month: Month
    place: Place
    number: str
    making: Making
    has_file: bool
    published_by: str
    published_at: dt.datetime
    replaced_at: dt.datetime | None
    because: str
    may_correct: bool


@dataclass(frozen=True)
class Owed:
    """A place whose bulletin of a month is not out."""

    place: Place
    month: Month

    def is_late(self, today: dt.date) -> bool:
        return today > self.month.publish_by


def bulletins_for(session: Session, actor: Actor) -> tuple[BulletinRow, ...]:
    """The bulletins of the divisions the actor supervises, and those that name a department the actor heads; newest first."""
    return tuple(_rows(session, actor, Bulletin.id > 0))


def bulletin_for(session: Session, public_id: str, actor: Actor) -> BulletinRow:
    """One of them; NotFound for anybody else's."""
    found = next(iter(_rows(session, actor, Bulletin.public_id == public_id)), None)
    if found is None:
        raise NotFound
    return found


def bulletin_file(session: Session, public_id: str, actor: Actor) -> PaperFile:
    """Its sealed file; NotFound while it is not printed yet."""
    found = bulletin_for(session, public_id, actor)
    row = session.execute(
        select(StoredFile.sha256, StoredFile.media_type, StoredFile.display_name)
        .join(Document, Document.file_id == StoredFile.id)
        .join(Bulletin, Bulletin.document_id == Document.id)
        .where(Bulletin.public_id == found.public_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return PaperFile(*row, is_ours=True)


def owed(session: Session, month: Month, where: ColumnElement[bool], ends: dt.datetime) -> tuple[Owed, ...]:
    """The divisions of `where` in which something was filed before the month ended (`ends`) and whose bulletin is not out."""
    filed = select(Project.division_id).join(Case, Case.project_id == Project.id).where(Case.filed_at < ends)
    seated = select(Department.division_id)
    out = select(Bulletin.division_id).where(Bulletin.month == month.first)
    rows = session.execute(
        select(Division.id, Division.code, Division.name_zh, Division.name_en)
        .where(where, Division.id.in_(filed), Division.id.in_(seated), Division.id.not_in(out))
        .order_by(Division.code)
    )
    return tuple(Owed(Place(*row), month) for row in rows)


def owed_by(session: Session, actor: Actor, month: Month, ends: dt.datetime) -> tuple[Owed, ...]:
    """What a supervisor still owes for the month."""
    return owed(session, month, within(actor, Division.id, SUPERVISES), ends)


def _rows(session: Session, actor: Actor, where: ColumnElement[bool]) -> Iterable[BulletinRow]:
    headed = {department for role, department in actor.posts if role is Role.HEAD}
    near = within(actor, Bulletin.division_id, SUPERVISES)
    if headed:
        near |= Bulletin.division_id.in_(select(Department.division_id).where(Department.id.in_(headed)))
    rows = session.execute(
        select(Bulletin, Document, Division, Account.name)
        .join(Document, Document.id == Bulletin.document_id)
        .join(Division, Division.id == Bulletin.division_id)
        .join(Account, Account.id == Bulletin.published_by)
        .where(where, near)
        .order_by(Bulletin.month.desc(), Bulletin.id.desc())
        .limit(MOST)
    ).all()
    reached = {id_: oversees(session, actor, id_, SUPERVISES) for id_ in {row[2].id for row in rows}}
    for row, letter, place, who in rows:
        if reached[place.id] or headed & set(row.department_ids):
            yield BulletinRow(
                public_id=row.public_id, month=Month.of(row.month),
                place=Place(place.id, place.code, place.name_zh, place.name_en), number=letter.number,
                making=making(letter.failure), has_file=letter.file_id is not None,
                published_by=who, published_at=row.published_at, replaced_at=row.replaced_at,
                because=letter.ended_because, may_correct=reached[place.id] and row.replaced_at is None,
            )  # fmt: skip
