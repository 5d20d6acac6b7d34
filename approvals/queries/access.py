"""Find a row by its public id as a person who may see it; a foreign object is as absent as no object."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from approvals.domain.letters.registry import AMONG_ORGANS
from approvals.domain.permissions import Reach, can_see
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.models.catalogue import CatalogueVersion
from departments.queries.catalogue import know_version

Row = TypeVar("Row")


def _locking(statement: Select[Case, str]) -> Select[Case, str]:
    """Locked first; what the session has seen of the row before is older than the lock and read anew."""
    return statement.with_for_update(of=Case, key_share=True).execution_options(populate_existing=True)


# Statements of every verb and page, built once: building one costs as much as running it.
# The catalogue's hash comes along, so that nobody has to ask for it.
_WITH_PROJECT = (
    select(Case, CatalogueVersion.sha256)
    .join(Case.project)
    .join(CatalogueVersion, CatalogueVersion.id == Case.catalogue_version_id)
    .options(contains_eager(Case.project))
)
_CASE = _WITH_PROJECT.where(Case.public_id == bindparam("public_id"))
_CASE_OF = _WITH_PROJECT.where(Case.id == bindparam("case_id"))
_TRACK = (
    select(Track, CatalogueVersion.sha256)
    .join(Track.case)
    .join(Case.project)
    .join(CatalogueVersion, CatalogueVersion.id == Case.catalogue_version_id)
    .options(contains_eager(Track.case).contains_eager(Case.project))
    .where(Track.public_id == bindparam("public_id"))
)
# The case first: whoever moves a track holds its case already. A row waited for is given as it is after the wait.
_TRACK_LOCKED = _TRACK.with_for_update(of=[Case, Track], key_share=True).execution_options(populate_existing=True)
_CASE_LOCKED, _CASE_OF_LOCKED = _locking(_CASE), _locking(_CASE_OF)


def reach_of_case(session: Session, case: Case, project: Project) -> Reach:
    """Whose the case is: departments reach it from the moment one of its tracks was admitted."""
    departments = frozenset(
        session.scalars(select(Track.department_id).where(Track.case_id == case.id, Track.admitted_on.is_not(None)))
    )
    return Reach(
        project.enterprise_id, project.steward_id, departments, case.state is CaseState.DRAFT, project_id=project.id
    )


def _reach(session: Session, project: Project, actor: Actor, **more: Any) -> Reach:
    """The reach of something of the project, with whether the actor's divisions include it."""
    overseen = oversees(session, actor, project.division_id)
    return Reach(project.enterprise_id, project.steward_id, is_overseen=overseen, project_id=project.id, **more)


def find_project(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Project:
    """A project of the actor's own, of the steward's, or of an official who sees all."""
    statement = select(Project).where(Project.public_id == public_id)
    project = session.scalar(statement.with_for_update(key_share=True) if lock else statement)
    if project is None or not can_see(actor, _reach(session, project, actor)):
        raise NotFound
    return project


def find_case(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Case:
    """A case the actor may see; with `lock` its row is locked first, which orders everything that follows."""
    case = _case(session, _CASE_LOCKED if lock else _CASE, public_id=public_id)
    if case is None or not _may_see_case(session, case, actor):
        raise NotFound
    return case


def find_whole_case(session: Session, public_id: str, actor: Actor) -> Case:
    """A case whose every paper is the actor's business; a desk is given those papers that its own item wants."""
    case = find_case(session, public_id, actor)
    if Role.SYSTEM not in actor.roles and not can_see(actor, _reach(session, case.project, actor)):
        raise NotFound
    return case


def find_case_of_anybody(session: Session, public_id: str, *, lock: bool = False) -> Case | None:
    """A case by its public id with no question asked: the caller knows another reason to see it than the ones here."""
    return _case(session, _CASE_LOCKED if lock else _CASE, public_id=public_id)


def _case(session: Session, statement: Select[Case, str], **which: Any) -> Case | None:
    found = session.execute(statement, which).one_or_none()
    if found is None:
        return None
    case = found[0]
    know_version(session, case.catalogue_version_id, found[1])
    return case


def find_track(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Track:
    """A track the actor may see, with its case and project; with `lock` the rows of the case and the track are locked.

    One statement does both: the database gives a locked row as it is once the lock is held, however long that took.
    """
    found = session.execute(_TRACK_LOCKED if lock else _TRACK, {"public_id": public_id}).one_or_none()
    if found is None:
        raise NotFound
    track = found[0]
    know_version(session, track.case.catalogue_version_id, found[1])
    own = frozenset({track.department_id}) if track.admitted_on is not None else frozenset()
    project = track.case.project
    if Role.SYSTEM in actor.roles or can_see(actor, _reach(session, project, actor, department_ids=own)):
        return track
    raise NotFound


def find_document(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Document:
    """A letter of a case the actor may see."""
    document = session.scalar(select(Document).where(Document.public_id == public_id))
    if document is None:
        raise NotFound
    case = _case(session, _CASE_OF_LOCKED if lock else _CASE_OF, case_id=document.case_id)
    if case is None or not _may_see_case(session, case, actor):
        raise NotFound
    if document.kind in AMONG_ORGANS and case.project.enterprise_id in actor.enterprise_ids:
        raise NotFound
    if lock:
        session.refresh(document)
    return document


def _may_see_case(session: Session, case: Case, actor: Actor) -> bool:
    """Which departments have it is asked only when nothing else opens the case to this person."""
    if Role.SYSTEM in actor.roles:
        return True
    project = case.project
    if can_see(actor, _reach(session, project, actor, is_draft=case.state is CaseState.DRAFT)):
        return True
    return bool(actor.department_ids) and can_see(actor, reach_of_case(session, case, project))
