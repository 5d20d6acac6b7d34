"""Find a row by its public id as a person who may see it; a foreign object is as absent as no object."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from approvals.domain.permissions import Reach, can_see
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from departments.domain.actor import Actor, Role

Row = TypeVar("Row")


def _locking(statement: Select[Any]) -> Select[Any]:
    return statement.with_for_update(of=Case, key_share=True)


# Statements of every verb and page, built once: building one costs as much as running it.
_WITH_PROJECT = select(Case).join(Case.project).options(contains_eager(Case.project))
_CASE = _WITH_PROJECT.where(Case.public_id == bindparam("public_id"))
_CASE_OF = _WITH_PROJECT.where(Case.id == bindparam("case_id"))
_TRACK = (
    select(Track)
    .join(Track.case)
    .join(Case.project)
    .options(contains_eager(Track.case).contains_eager(Case.project))
    .where(Track.public_id == bindparam("public_id"))
)
_TRACK_AGAIN = select(Track).where(Track.id == bindparam("track_id")).execution_options(populate_existing=True)
_CASE_LOCKED, _CASE_OF_LOCKED, _TRACK_LOCKED = _locking(_CASE), _locking(_CASE_OF), _locking(_TRACK)


def reach_of_case(session: Session, case: Case, project: Project) -> Reach:
    """Whose the case is: departments reach it from the moment one of its tracks was admitted."""
    departments = frozenset(
        session.scalars(select(Track.department_id).where(Track.case_id == case.id, Track.admitted_on.is_not(None)))
    )
    return Reach(project.enterprise_id, project.steward_id, departments, case.state is CaseState.DRAFT)


def find_project(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Project:
    """A project of the actor's own, of the steward's, or of an official who sees all."""
    statement = select(Project).where(Project.public_id == public_id)
    project = session.scalar(statement.with_for_update(key_share=True) if lock else statement)
    if project is None or not can_see(actor, Reach(project.enterprise_id, project.steward_id)):
        raise NotFound
    return project


def find_case(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Case:
    """A case the actor may see; with `lock` its row is locked first, which orders everything that follows."""
    case: Case | None = session.scalar(_CASE_LOCKED if lock else _CASE, {"public_id": public_id})
    if case is None or not _may_see_case(session, case, actor):
        raise NotFound
    return case


def find_track(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Track:
    """A track the actor may see, with its case and project; with `lock` the case row is locked first.

    The track is read again once the lock is held: what was read before may be older than the lock.
    """
    track: Track | None = session.scalar(_TRACK_LOCKED if lock else _TRACK, {"public_id": public_id})
    if track is None:
        raise NotFound
    if lock:
        session.scalars(_TRACK_AGAIN, {"track_id": track.id}).one()
    own = frozenset({track.department_id}) if track.admitted_on is not None else frozenset()
    project = track.case.project
    if Role.SYSTEM in actor.roles or can_see(actor, Reach(project.enterprise_id, project.steward_id, own)):
        return track
    raise NotFound


def find_document(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Document:
    """A letter of a case the actor may see."""
    document = session.scalar(select(Document).where(Document.public_id == public_id))
    if document is None:
        raise NotFound
    case: Case | None = session.scalar(_CASE_OF_LOCKED if lock else _CASE_OF, {"case_id": document.case_id})
    if case is None or not _may_see_case(session, case, actor):
        raise NotFound
    if lock:
        session.refresh(document)
    return document


def _may_see_case(session: Session, case: Case, actor: Actor) -> bool:
    return Role.SYSTEM in actor.roles or can_see(actor, reach_of_case(session, case, case.project))
