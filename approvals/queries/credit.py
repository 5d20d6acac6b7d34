"""The credit record of enterprises: what bars a promise today, everything of one enterprise, and the register of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.credit import CreditFact, CreditKind, bars_promises
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case
from approvals.models.credit import CreditRecord
from approvals.queries.paging import paged
from approvals.queries.scope import within
from departments.domain.actor import Actor
from departments.models.people import Account

PAGE_SIZE = 25


@dataclass(frozen=True)
class CreditEntry:
    """One entry with everything said about it; `fact` is what the rules judge."""

    public_id: str
    enterprise: str
    uscc: str
    fact: CreditFact
    reason: str
    source: str
    case_no: str
    track_id: int | None
    recorded_by: str
    repaired_by: str
    repair_note: str
    items: tuple[str, ...] = ()

    @property
    def kind(self) -> CreditKind:
        return self.fact.kind

    def stands(self, today: dt.date) -> bool:
        """Whether it bars promises today."""
        return bars_promises(self.fact, today)


@dataclass(frozen=True)
class CreditPage:
    """One page of the register, the newest first."""

    entries: tuple[CreditEntry, ...]
    matching: int
    pages: int


def bars_of(session: Session, enterprise_id: int, today: dt.date) -> tuple[CreditEntry, ...]:
    """Why this enterprise may not promise today, the oldest first; empty when it may. One statement."""
    open_ones = _entries().where(CreditRecord.enterprise_id == enterprise_id, CreditRecord.repaired_on.is_(None))
    found = (_entry(row) for row in session.execute(open_ones.order_by(CreditRecord.id)))
    return tuple(entry for entry in found if entry.stands(today))


def credit_file(session: Session, enterprise_id: int) -> tuple[CreditEntry, ...]:
    """Everything on record about one enterprise, the newest first."""
    mine = _entries().where(CreditRecord.enterprise_id == enterprise_id).order_by(CreditRecord.id.desc())
    return tuple(_entry(row) for row in session.execute(mine))


def credit_register(
    session: Session, actor: Actor, *, kinds: Collection[CreditKind] = (), search: str = "", page: int = 1
) -> CreditPage:
    """The entries of the enterprises that the actor oversees; `search` is part of a name or the whole credit code."""
    found = _entries().where(reached(actor))
    if kinds:
        found = found.where(CreditRecord.kind.in_(list(kinds)))
    if search:
        found = found.where(or_(Enterprise.name.contains(search, autoescape=True), Enterprise.uscc == search.upper()))
    matching = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page, pages = paged(page, matching, PAGE_SIZE)
    first = (page - 1) * PAGE_SIZE
    rows = session.execute(found.order_by(CreditRecord.id.desc()).offset(first).limit(PAGE_SIZE))
    return CreditPage(tuple(_entry(row) for row in rows), matching, pages)


def _entries() -> Select[*tuple[Any, ...]]:
    recorder, repairer = aliased(Account), aliased(Account)
    return (
        select(
            CreditRecord, Enterprise.name, Enterprise.uscc, Case.case_no, recorder.name.label("recorder"),
            repairer.name.label("repairer"),
        )
        .join(Enterprise, Enterprise.id == CreditRecord.enterprise_id)
        .outerjoin(Case, Case.id == CreditRecord.case_id)
        .outerjoin(recorder, recorder.id == CreditRecord.recorded_by)
        .outerjoin(repairer, repairer.id == CreditRecord.repaired_by)
    )  # fmt: skip


def _entry(row: Row[*tuple[Any, ...]]) -> CreditEntry:
    entry = row.CreditRecord
    return CreditEntry(
        public_id=entry.public_id,
        enterprise=row.name,
        uscc=row.uscc,
        fact=fact_of(entry),
        reason=entry.reason,
        source=entry.source,
        case_no=row.case_no or "",
        track_id=entry.track_id,
        recorded_by=row.recorder or "",
        repaired_by=row.repairer or "",
        repair_note=entry.repair_note,
        items=tuple(entry.items),
    )


def fact_of(entry: CreditRecord) -> CreditFact:
    """What the rules judge of an entry."""
    return CreditFact(entry.kind, entry.recorded_on, entry.until_on, entry.repaired_on)


def reached(actor: Actor) -> ColumnElement[bool]:
    """An enterprise with a project that the actor oversees, or with none anywhere yet."""
    here = select(Project.enterprise_id).where(within(actor))
    return or_(Enterprise.id.in_(here), ~select(Project.id).where(Project.enterprise_id == Enterprise.id).exists())


def find_enterprise(session: Session, uscc: str, actor: Actor) -> Enterprise:
    """The enterprise of a credit code, locked, if the actor oversees it. Raises NotFound."""
    found = session.scalar(
        select(Enterprise).where(Enterprise.uscc == uscc.strip().upper(), reached(actor)).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def find_record(session: Session, public_id: str, actor: Actor) -> CreditRecord:
    """One entry, locked, if the actor oversees its enterprise. Raises NotFound."""
    found = session.scalar(
        select(CreditRecord)
        .join(Enterprise, Enterprise.id == CreditRecord.enterprise_id)
        .where(CreditRecord.public_id == public_id, reached(actor))
        .with_for_update(of=CreditRecord)
    )
    if found is None:
        raise NotFound
    return found
