"""Object predicates: is this project, case or track the actor's business? Default deny."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.domain.refusals import NotAllowed
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


def require_mandate(actor: Actor, enterprise_id: int, project_id: int | None = None) -> None:
    """An agent acts within its power of attorney: raises NotAllowed 'mandate_ended' when that is over ('mandate_none'
    where there is none) and 'mandate_elsewhere' in a project that it does not name, or, when it names any, in a matter
    of the whole enterprise (no project).

    Whoever is a member of the enterprise itself needs none (行政许可法 29).
    """
    for mandate in actor.mandates:
        if mandate.enterprise_id != enterprise_id:
            continue
        if mandate.has_ended:
            code = "mandate_ended" if mandate.until is not None else "mandate_none"
            raise NotAllowed(code, who=actor.name, until=mandate.until)
        if mandate.projects and project_id not in mandate.projects:
            raise NotAllowed("mandate_elsewhere", who=actor.name)


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
