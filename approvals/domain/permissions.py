"""Object predicates: is this project, case or track the actor's business? Default deny."""

from __future__ import annotations

from dataclasses import dataclass

from departments.domain.actor import Actor, Role

SEES_ALL = frozenset({Role.WINDOW, Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})


@dataclass(frozen=True)
class Reach:
    """What the predicates need to know of an object: whose it is and where it lies.

    `is_overseen`: it lies in a division that the asking official's post reaches.
    """

    enterprise_id: int
    steward_id: int | None
    department_ids: frozenset[int] = frozenset()
    is_draft: bool = False
    is_overseen: bool = False


def owns(actor: Actor, reach: Reach) -> bool:
    """The applicant's own enterprise."""
    return Role.APPLICANT in actor.roles and reach.enterprise_id in actor.enterprise_ids


def stewards(actor: Actor, reach: Reach) -> bool:
    """The steward assigned to the project."""
    return Role.STEWARD in actor.roles and actor.account_id == reach.steward_id


def examines(actor: Actor, reach: Reach) -> bool:
    """An examiner or head of a department that has one of the tracks."""
    return bool(actor.department_ids & reach.department_ids)


def can_see(actor: Actor, reach: Reach) -> bool:
    """May the actor look at it? A draft is the applicant's alone."""
    if owns(actor, reach):
        return True
    if reach.is_draft:
        return Role.SYSTEM in actor.roles
    return (reach.is_overseen and bool(actor.roles & SEES_ALL)) or stewards(actor, reach) or examines(actor, reach)
