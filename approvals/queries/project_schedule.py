"""A project's stages counted back from the day it wants to open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.backward_schedule import Schedule, StageDays, StageNeed, schedule
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.queries.access import find_project
from departments.domain.actor import Actor
from departments.domain.catalogue import Stage, Theme
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import current_catalogue

_RUNNING = (CaseState.FILED, CaseState.IN_REVIEW)


@dataclass(frozen=True)
class StageAhead:
    """One stage of the schedule; `days` is None once it has ended, `due_on` the last day of what is being handled."""

    stage: Stage
    own_days: int
    due_on: dt.date | None
    days: StageDays | None
    is_done: bool


@dataclass(frozen=True)
class ProjectSchedule:
    """`found` is None while nobody has said when the project is to open, or when the catalogue dropped its theme."""

    public_id: str
    name: str
    opens_on: dt.date | None
    stages: tuple[StageAhead, ...]
    found: Schedule | None


def project_schedule(session: Session, public_id: str, actor: Actor, today: dt.date) -> ProjectSchedule:
    """The schedule of a project the actor may see; raises NotFound."""
    project = find_project(session, public_id, actor)
    theme = current_catalogue(session).catalogue.themes.get(project.theme_code)
    if theme is None:
        return ProjectSchedule(project.public_id, project.name, project.opens_on, (), None)
    calendar = load_calendar(session)
    needs = _needs(session, project, theme)
    found = schedule(needs, project.opens_on, today, calendar) if project.opens_on else None
    days = {row.code: row for row in found.stages} if found else {}
    stages = tuple(
        StageAhead(stage, need.own_days, need.due_on, days.get(stage.code), need.is_done)
        for stage, need in zip(theme.stages, needs, strict=True)
    )
    return ProjectSchedule(project.public_id, project.name, project.opens_on, stages, found)


def _needs(session: Session, project: Project, theme: Theme) -> list[StageNeed]:
    """Each stage with what its filings have come to: handled until its due day, ended, or still ahead."""
    rows = session.execute(
        select(Case.stage_code, Case.state, func.max(Case.stage_due_on).label("due_on"))
        .where(Case.project_id == project.id, Case.state.in_([*_RUNNING, CaseState.CONCLUDED]))
        .group_by(Case.stage_code, Case.state)
    ).all()
    running = {row.stage_code: row.due_on for row in rows if row.state in _RUNNING}
    ended = {row.stage_code for row in rows if row.state is CaseState.CONCLUDED}
    return [
        StageNeed(
            stage.code,
            stage.committed_wd,
            int(project.own_days.get(stage.code, 0)),
            running.get(stage.code),
            stage.code in ended and stage.code not in running,
        )
        for stage in theme.stages
    ]
