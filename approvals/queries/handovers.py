"""Projects handed from one enterprise to another: whose say it is, what goes along, and what both sides read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.amendment import AmendmentState
from approvals.domain.handover import Item, Party, Passing, Promised, passing
from approvals.domain.permissions import names_project
from approvals.domain.refusals import NotFound
from approvals.domain.states import UNDECIDED, CaseState, LineState, TrackState
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import Commitment, CommitmentLine
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may


def acts_for(actor: Actor, enterprise_id: int, project_id: int) -> bool:
    """A member of the enterprise; an agent of it only where its power of attorney names the project, or none."""
    if enterprise_id not in actor.enterprise_ids or not may(actor, "apply"):
        return False
    return names_project(actor, enterprise_id, project_id)


def find_change(
    session: Session, public_id: str, actor: Actor, *, lock: bool = False
) -> tuple[ApplicantChange, Project, frozenset[Party]]:
    """A change with its project, and on which sides the actor stands. Raises NotFound for whoever is on none.

    With `lock` the row of the project is locked first, as by everything that is said of a whole project.
    """
    known = session.execute(
        select(ApplicantChange.id, ApplicantChange.project_id).where(ApplicantChange.public_id == public_id)
    ).one_or_none()
    if known is None:
        raise NotFound
    statement = select(Project).where(Project.id == known.project_id)
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    project = session.scalars(statement).one()
    change = session.get_one(ApplicantChange, known.id, populate_existing=lock)
    parties = parties_of(session, change, project, actor)
    if not parties:
        raise NotFound
    return change, project, parties


def parties_of(session: Session, change: ApplicantChange, project: Project, actor: Actor) -> frozenset[Party]:
    """The sides on which the actor stands; somebody may be a member of both enterprises."""
    found = set()
    if acts_for(actor, change.former_id, project.id):
        found.add(Party.FORMER)
    if acts_for(actor, change.successor_id, project.id):
        found.add(Party.SUCCESSOR)
    if may(actor, "check") and oversees(session, actor, project.division_id, {Role.WINDOW}):
        found.add(Party.WINDOW)
    return frozenset(found)


@dataclass(frozen=True)
class FiledItem:
    """One item of a filing of the project, as it stands."""

    track: int
    case_id: int
    code: str
    state: TrackState
    department_id: int
    due_on: dt.date | None


@dataclass(frozen=True)
class OwedLine:
    """One promise of an undecided item; `paper` is empty where the whole item was vouched for."""

    line: int
    case_id: int
    track: int
    item: str
    paper_id: int | None
    kind: str
    days_wd: int
    due_on: dt.date | None
    state: LineState


@dataclass(frozen=True)
class Standing:
    """Everything of a project that a change of applicant is about."""

    items: tuple[FiledItem, ...]
    lines: tuple[OwedLine, ...]

    def passing(self) -> Passing:
        """What goes along today; raises what `approvals.domain.handover.passing` raises."""
        return passing(
            (Item(one.track, one.code, one.state) for one in self.items),
            (Promised(one.line, one.state) for one in self.lines),
        )


def standing_of(session: Session, project_id: int) -> Standing:
    """The items of the project's filings and what is owed for those undecided, in two statements."""
    items = session.execute(
        select(Track.id, Track.case_id, Track.item_code, Track.state, Track.department_id, Track.statutory_due_on)
        .join(Case, Case.id == Track.case_id)
        .where(Track.project_id == project_id, Case.state != CaseState.DRAFT)
        .order_by(Track.case_id, Track.id)
    )
    lines = session.execute(
        select(
            CommitmentLine.id, Track.case_id, Track.id, Track.item_code,
            CommitmentLine.case_material_id, Commitment.kind, CommitmentLine.days_wd, CommitmentLine.due_on,
            CommitmentLine.state,
        )
        .join(Track, Track.id == CommitmentLine.track_id)
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .where(
            Track.project_id == project_id, Track.state.in_(UNDECIDED),
            CommitmentLine.state.in_([LineState.OPEN, LineState.VOUCHED, LineState.BROKEN]),
        )
        .order_by(CommitmentLine.id)
    )  # fmt: skip
    return Standing(tuple(FiledItem(*row) for row in items), tuple(OwedLine(*row) for row in lines))


@dataclass(frozen=True)
class WaitingChange:
    """A wish to hand over that waits: for the successor, or, consented to, for the window."""

    public_id: str
    is_consented: bool


def waiting_change(session: Session, case: str) -> WaitingChange | None:
    """The open change of the project of this case, for a page that the reader may see already; one statement."""
    row = session.execute(
        select(ApplicantChange.public_id, ApplicantChange.consented_at)
        .join(Case, Case.project_id == ApplicantChange.project_id)
        .where(Case.public_id == case, ApplicantChange.state == AmendmentState.OPEN)
    ).one_or_none()
    return WaitingChange(row.public_id, row.consented_at is not None) if row else None


@dataclass(frozen=True)
class HandedProject:
    """A project on its way between two enterprises, or gone, as one of them lists it; `is_mine`: it comes to the reader."""

    public_id: str
    project: str
    other: str
    is_mine: bool
    is_open: bool
    is_consented: bool
    at: dt.datetime


def handed_projects(session: Session, actor: Actor) -> tuple[HandedProject, ...]:
    """Open changes that concern the actor's enterprises, and the projects they have handed on; one statement."""
    former, successor = aliased(Enterprise), aliased(Enterprise)
    rows = session.execute(
        select(ApplicantChange, Project.name, former.name, successor.name)
        .join(Project, Project.id == ApplicantChange.project_id)
        .join(former, former.id == ApplicantChange.former_id)
        .join(successor, successor.id == ApplicantChange.successor_id)
        .where(_concerns(actor.enterprise_ids))
        .order_by(ApplicantChange.id.desc())
    )
    return tuple(
        HandedProject(
            change.public_id, project, gives if comes else takes, comes, change.state is AmendmentState.OPEN,
            change.consented_at is not None, change.ended_at or change.asked_at,
        )
        for change, project, gives, takes in rows
        for comes in [change.former_id not in actor.enterprise_ids]
        if acts_for(actor, change.successor_id if comes else change.former_id, change.project_id)
    )  # fmt: skip


def _concerns(enterprises: Collection[int]) -> ColumnElement[bool]:
    mine = list(enterprises)
    is_open = ApplicantChange.state == AmendmentState.OPEN
    gone = and_(ApplicantChange.state == AmendmentState.AGREED, ApplicantChange.former_id.in_(mine))
    return or_(and_(is_open, or_(ApplicantChange.former_id.in_(mine), ApplicantChange.successor_id.in_(mine))), gone)


def names_of(session: Session, change: ApplicantChange) -> Mapping[Party, Enterprise]:
    """Both enterprises."""
    rows = session.scalars(select(Enterprise).where(Enterprise.id.in_([change.former_id, change.successor_id])))
    known = {row.id: row for row in rows}
    return {Party.FORMER: known[change.former_id], Party.SUCCESSOR: known[change.successor_id]}
