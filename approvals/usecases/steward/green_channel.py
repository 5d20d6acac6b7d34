"""What the green channel of a project is made of, for every verb that opens or closes it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from approvals.domain.events import Tag
from approvals.models.applicants import KeyProject, Project
from approvals.queries.packages import is_whole
from approvals.usecases.journal import record
from approvals.usecases.project_cases import filed_cases
from departments.domain.actor import Actor


def open_or_close(session: Session, project: Project, reason: str, actor: Actor, now: dt.datetime) -> bool:
    """Store the reason (empty: closed), of a package for its members too, and tell every case; False when it was so already."""
    before = project.green_channel
    if before == reason:
        return False
    project.green_channel = reason
    if is_whole(project):
        members = (Project.package_id == project.package_id) & Project.left_package_on.is_(None)
        session.execute(update(Project).where(members).values(green_channel=reason))
    for case in filed_cases(session, project):
        record(session, case, Tag.GREEN_CHANNEL, actor=actor, now=now, old=before, new=reason)
    return True


def listed_reason(session: Session, code: str | None) -> str:
    """Why the list of key projects has this project code; empty when it has not."""
    if not code:
        return ""
    return session.scalar(select(KeyProject.reason).where(KeyProject.code == code)) or ""
