"""Which divisions an official oversees: those of the posts and everything below them in the tree (行政区划)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from approvals.domain.permissions import SEES_ALL
from approvals.domain.refusals import NotAllowed
from approvals.models.applicants import Project
from departments.domain.actor import Actor, Mandate, Role
from departments.models.people import Department, Division, Post

ADMINISTERS = frozenset({Role.ADMIN})
SUPERVISES = frozenset({Role.SUPERVISOR, Role.ADMIN})


def within(actor: Actor, column: Any = Project.division_id, roles: Collection[Role] = SEES_ALL) -> ColumnElement[bool]:
    """For lists: the division in `column` is one the actor oversees in one of these roles. No statement of its own."""
    roots = actor.divisions_of(roles)
    if None in roots or Role.SYSTEM in actor.roles:
        return true()
    if not roots:
        return false()
    below = select(Division.id).where(Division.id.in_(roots)).cte("below", recursive=True)
    below = below.union(select(Division.id).join(below, Division.parent_id == below.c.id))
    found: ColumnElement[bool] = column.in_(select(below.c.id))
    return found


def posts_within(actor: Actor, roles: Collection[Role]) -> ColumnElement[bool]:
    """Posts of the divisions that the actor oversees in these roles; one of the whole installation is everybody's business."""
    return or_(within(actor, Post.division_id, roles), Post.division_id.is_(None))


def oversees(session: Session, actor: Actor, division_id: int, roles: Collection[Role] = SEES_ALL) -> bool:
    """For one thing: at most one statement, and none where the division is the post's own."""
    roots = actor.divisions_of(roles)
    if None in roots or division_id in roots or Role.SYSTEM in actor.roles:
        return True
    if not roots:
        return False
    reached = line_of(division_id).where(Division.id.in_(roots)).limit(1)
    return session.scalar(reached) is not None


def as_mandated(mandates: Collection[Mandate]) -> ColumnElement[bool]:
    """For lists: of the enterprises for which somebody is an agent only, the projects that its power of attorney names."""
    limits = [
        or_(Project.enterprise_id != one.enterprise_id, Project.id.in_(sorted(one.projects)))
        for one in mandates
        if one.projects
    ]
    return and_(true(), *limits)


def require_everything(session: Session, actor: Actor) -> None:
    """What counts for the whole installation (a calendar, a register, a stuck message) is for who oversees all of it.

    Raises NotAllowed when an administrator's posts leave out a division that has departments.
    """
    if not administers_everything(session, actor):
        raise NotAllowed("whole_installation_only")


def administers_everything(session: Session, actor: Actor) -> bool:
    """Whether no division that has departments is left out of an administrator's posts."""
    outside = select(Department.id).where(~within(actor, Department.division_id, ADMINISTERS)).limit(1)
    return session.scalar(outside) is None


def line_of(division_id: int) -> Select[int]:
    """The ids of the division and of all above it, up to the root: the places whose posts reach it."""
    above = select(Division.id, Division.parent_id).where(Division.id == division_id).cte("above", recursive=True)
    above = above.union(select(Division.id, Division.parent_id).join(above, Division.id == above.c.parent_id))
    return select(Division.id).join(above, Division.id == above.c.id)
