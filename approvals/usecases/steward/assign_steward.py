"""A project gets its steward (项目管家), one to one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

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
    """Name the steward of a project, and of its members when it is a package.

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
        before, row.steward_id = row.steward_id, chosen
        for case in filed_cases(session, row):
            record(session, case, Tag.STEWARD_ASSIGNED, actor=actor, now=now, old=before, new=chosen)
            if case.project_id == row.id:
                tell(session, case, "steward_assigned", now=now)
        if is_whole(row):
            session.execute(update(Project).where(Project.package_id == row.package_id).values(steward_id=chosen))
