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
    project_id: int | None = None


def owns(actor: Actor, reach: Reach) -> bool:
    """The applicant's own enterprise; for an agent only the projects that its power of attorney names, if it names any."""
    if Role.APPLICANT not in actor.roles or reach.enterprise_id not in actor.enterprise_ids:
        return False
    return reach.project_id is None or names_project(actor, reach.enterprise_id, reach.project_id)


def names_project(actor: Actor, enterprise_id: int, project_id: int) -> bool:
    """Whether no power of attorney by which the actor is an agent of the enterprise leaves the project out."""
    bound = (one.projects for one in actor.mandates if one.enterprise_id == enterprise_id)
    return all(not named or project_id in named for named in bound)


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


def has_mandate(actor: Actor, enterprise_id: int, project_id: int) -> bool:
    """Whether what the actor does in this project is done for the enterprise: see `require_mandate`."""
    try:
        require_mandate(actor, enterprise_id, project_id)
    except NotAllowed:
        return False
    return True


def require_whole(actor: Actor, enterprise_id: int) -> None:
    """The file and the members are matters of the whole enterprise: an agent for named projects does not read them.

    Raises NotAllowed 'mandate_projects'.
    """
    if any(one.projects for one in actor.mandates if one.enterprise_id == enterprise_id):
        raise NotAllowed("mandate_projects", who=actor.name)


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
