"""Which divisions an official oversees: those of the posts and everything below them in the tree (行政区划)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from approvals.domain.permissions import SEES_ALL
from approvals.models.applicants import Project
from departments.domain.actor import Actor, Role
from departments.models.people import Division

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


def oversees(session: Session, actor: Actor, division_id: int, roles: Collection[Role] = SEES_ALL) -> bool:
    """For one thing: at most one statement, and none where the division is the post's own."""
    roots = actor.divisions_of(roles)
    if None in roots or division_id in roots or Role.SYSTEM in actor.roles:
        return True
    if not roots:
        return False
    above = select(Division.id, Division.parent_id).where(Division.id == division_id).cte("above", recursive=True)
    above = above.union(select(Division.id, Division.parent_id).join(above, Division.id == above.c.parent_id))
    return session.scalar(select(above.c.id).where(above.c.id.in_(roots)).limit(1)) is not None
