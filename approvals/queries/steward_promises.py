"""The promises of the steward's projects, each with the working days that are left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import LineState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine
from departments.domain.actor import Actor
from departments.domain.catalogue import Item, Material
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Promise:
    """A promise line; `left_wd` are the working days until its day (negative = past), None before acceptance."""

    paper: Material
    item: Item
    project: str
    project_name: str
    due_on: dt.date | None
    kept_on: dt.date | None
    state: LineState
    left_wd: int | None


def days_left(calendar: WorkingCalendar, due_on: dt.date | None, today: dt.date) -> int | None:
    """Working days from today to the day (today itself = 0); negative when it has passed; None without a day."""
    if due_on is None:
        return None
    if due_on < today:
        return -max(1, calendar.count_between(due_on, today))
    return calendar.count_between(today, due_on)


def promises(
    session: Session, actor: Actor, *, today: dt.date, project: str | None = None, only_open: bool = False
) -> tuple[Promise, ...]:
    """Promise lines of the steward's projects (or one of them), the earliest day first."""
    statement = (
        select(CommitmentLine, CaseMaterial.material_code, Track.item_code, Case, Project)
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .join(Case, Case.id == Commitment.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .where(Project.steward_id == actor.account_id)
        .order_by(CommitmentLine.due_on, CommitmentLine.id)
    )
    if project is not None:
        statement = statement.where(Project.public_id == project)
    if only_open:
        statement = statement.where(CommitmentLine.state.in_((LineState.OPEN, LineState.BROKEN)))
    rows = session.execute(statement).all()
    calendar = load_calendar(session)
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row.Case.catalogue_version_id for row in rows}}
    return tuple(
        Promise(
            paper=catalogues[row.Case.catalogue_version_id].materials[row.material_code],
            item=catalogues[row.Case.catalogue_version_id].items[row.item_code],
            project=row.Project.public_id,
            project_name=row.Project.name,
            due_on=row.CommitmentLine.due_on,
            kept_on=row.CommitmentLine.kept_on,
            state=row.CommitmentLine.state,
            left_wd=days_left(calendar, row.CommitmentLine.due_on, today),
        )
        for row in rows
    )
