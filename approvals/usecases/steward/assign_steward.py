"""A project gets its steward (项目管家), one to one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotAllowed, NotFound
from approvals.models.applicants import Project
from approvals.queries.access import find_project
from approvals.queries.packages import is_whole
from approvals.queries.scope import SUPERVISES, oversees, posts_within
from approvals.usecases.journal import record, tell
from approvals.usecases.project_cases import filed_cases
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may
from departments.models.people import Account, Post


def assign_steward(*, project: str, steward: str, actor: Actor, now: dt.datetime) -> None:
    """Name the steward of a project, and of its members when it is a package; who it is already is not told again.

    Raises Invalid when the account is not a steward's in a division of the actor's.

    NotFound for a project of another division: who only reads there in another post does not assign there.
    """
    if not may(actor, "supervise"):
        raise NotAllowed("supervise_only")
    with unit_of_work() as session:
        row = find_project(session, project, actor, lock=True)
        if not oversees(session, actor, row.division_id, SUPERVISES):
            raise NotFound
        chosen = session.scalar(
            select(Account.id)
            .join(Post, Post.account_id == Account.id)
            .where(Account.public_id == steward, Post.role == Role.STEWARD, Account.is_active)
            .where(posts_within(actor, SUPERVISES))
        )
        if chosen is None:
            raise Invalid({"steward": ("not_a_steward", {})})
        _assign(session, row, chosen, actor, now)


def _assign(session: Session, project: Project, chosen: int, actor: Actor, now: dt.datetime) -> None:
    """An event in every case whose project had another, or none; a package is told once, for itself."""
    concerned = Project.package_id == project.package_id if is_whole(project) else Project.id == project.id
    others = select(Project.id, Project.steward_id).where(concerned, Project.steward_id.is_distinct_from(chosen))
    before = {id_: steward_id for id_, steward_id in session.execute(others)}
    for case in filed_cases(session, project) if before else ():
        if case.project_id not in before:
            continue
        old = before[case.project_id]
        record(session, case, Tag.STEWARD_ASSIGNED, actor=actor, now=now, old=old, new=chosen)
        if case.project_id == project.id:
            tell(session, case, "steward_assigned", now=now)
    session.execute(update(Project).where(Project.id.in_(list(before))).values(steward_id=chosen))
