"""The list of key projects and every project in the green channel, for those who keep them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.models.applicants import Enterprise, KeyProject, Project
from approvals.queries.scope import SUPERVISES, within
from departments.domain.actor import Actor

MOST_SHOWN = 500


@dataclass(frozen=True)
class ListedProject:
    """A line of the list; `project` is empty while no project with this code was set up here."""

    code: str
    reason: str
    project: str


@dataclass(frozen=True)
class GreenProject:
    """A project in the green channel, and whether the list put it there."""

    public_id: str
    name: str
    enterprise: str
    code: str | None
    reason: str
    is_listed: bool


@dataclass(frozen=True)
class KeyProjects:
    """At most 500 of each are shown; `listed_total` counts the whole list."""

    listed: tuple[ListedProject, ...]
    listed_total: int
    listed_at: dt.datetime | None
    green: tuple[GreenProject, ...]


def key_projects(session: Session, actor: Actor) -> KeyProjects:
    """The list, and the projects of the actor's divisions in the green channel; three statements."""
    total, newest = session.execute(select(func.count(KeyProject.id), func.max(KeyProject.listed_at))).one()
    listed = session.execute(
        select(KeyProject.code, KeyProject.reason, Project.name)
        .outerjoin(Project, Project.code == KeyProject.code)
        .order_by(KeyProject.id)
        .limit(MOST_SHOWN)
    )
    green = session.execute(
        select(
            Project.public_id, Project.name, Enterprise.name, Project.code, Project.green_channel,
            KeyProject.id.is_not(None),
        )
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(KeyProject, KeyProject.code == Project.code)
        .where(Project.green_channel != "", within(actor, roles=SUPERVISES))
        .order_by(Project.id.desc())
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return KeyProjects(
        tuple(ListedProject(code, reason, name or "") for code, reason, name in listed),
        total,
        newest,
        tuple(GreenProject(*row) for row in green),
    )
