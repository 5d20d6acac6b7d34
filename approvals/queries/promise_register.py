"""The register of broken and excused promises, for the window, the departments and supervision."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.refusals import NotFound
from approvals.domain.states import ENDED, LineState, TrackState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine
from approvals.queries.scope import within
from departments.domain.actor import Actor
from departments.domain.catalogue import Item, Material
from departments.models.people import Account
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 25


@dataclass(frozen=True)
class RegisterRow:
    """One line that was not kept in time, and what a person made of it; `material` is None for a whole item."""

    track: str
    track_version: int
    enterprise: str
    uscc: str
    project: str
    case_no: str
    item: Item
    material: Material | None
    kind: str
    due_on: dt.date | None
    first_due_on: dt.date | None
    state: LineState
    settlement: str
    settled_on: dt.date | None
    settled_by: str
    note: str
    track_state: TrackState

    @property
    def waits(self) -> bool:
        """A person has still to end the item or to excuse the promise."""
        return self.state is LineState.BROKEN and not self.settlement and self.track_state not in ENDED


@dataclass(frozen=True)
class RegisterPage:
    rows: tuple[RegisterRow, ...]
    matching: int
    pages: int


def promise_register(session: Session, actor: Actor, *, only_waiting: bool = False, page: int = 1) -> RegisterPage:
    """The lines within the actor's reach: those of its departments, or of its divisions; the newest day first."""
    found = _lines(actor)
    if only_waiting:
        waiting = (CommitmentLine.state == LineState.BROKEN) & (CommitmentLine.settlement == "")
        found = found.where(waiting, Track.state.not_in(list(ENDED)))
    matching = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-matching // PAGE_SIZE))
    first = (min(max(1, page), pages) - 1) * PAGE_SIZE
    newest = found.order_by(CommitmentLine.due_on.desc(), CommitmentLine.id.desc()).offset(first).limit(PAGE_SIZE)
    return RegisterPage(tuple(_row(session, row) for row in session.execute(newest)), matching, pages)


def broken_line(session: Session, actor: Actor, track: str, material: str) -> RegisterRow:
    """One line of the register by its item and paper. Raises NotFound for what the actor has no business with."""
    found = _lines(actor).where(Track.public_id == track, CaseMaterial.material_code == material)
    row = session.execute(found).first()
    if row is None:
        raise NotFound
    return _row(session, row)


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    settler = aliased(Account)
    reached = or_(Track.department_id.in_(list(actor.department_ids)), within(actor))
    told = or_(CommitmentLine.state == LineState.BROKEN, CommitmentLine.settlement != "")
    return (
        select(
            CommitmentLine.id, CommitmentLine.due_on, CommitmentLine.first_due_on, CommitmentLine.state,
            CommitmentLine.settlement, CommitmentLine.settled_on, CommitmentLine.settlement_note, Commitment.kind,
            Track.public_id, Track.version, Track.item_code, Track.state.label("track_state"), Case.case_no,
            Case.catalogue_version_id, Project.name.label("project"), Enterprise.name, Enterprise.uscc,
            CaseMaterial.material_code, settler.name.label("settler"),
        )
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Track.project_id)
        .join(Enterprise, Enterprise.id == func.coalesce(Commitment.enterprise_id, Project.enterprise_id))
        .outerjoin(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .outerjoin(settler, settler.id == CommitmentLine.settled_by)
        .where(reached, told)
    )  # fmt: skip


def _row(session: Session, row: Row[*tuple[Any, ...]]) -> RegisterRow:
    catalogue = catalogue_version(session, row.catalogue_version_id)
    return RegisterRow(
        track=row.public_id, track_version=row.version, enterprise=row.name, uscc=row.uscc, project=row.project,
        case_no=row.case_no or "", item=catalogue.items[row.item_code],
        material=catalogue.materials[row.material_code] if row.material_code else None, kind=row.kind,
        due_on=row.due_on, first_due_on=row.first_due_on, state=row.state, settlement=row.settlement,
        settled_on=row.settled_on, settled_by=row.settler or "", note=row.settlement_note,
        track_state=row.track_state,
    )  # fmt: skip
