"""Find a row by its public id as a person who may see it; a foreign object is as absent as no object."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from approvals.domain.permissions import Reach, can_see
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from departments.domain.actor import Actor, Role

Row = TypeVar("Row")
HIDDEN_FROM_DEPARTMENTS = ("filed", "correction_open", "lapsed")


def _one(session: Session, statement: Select[Row], *, lock: bool) -> Row:
    found = session.scalar(statement.with_for_update(key_share=True) if lock else statement)
    if found is None:
        raise NotFound
    return found


def reach_of_case(session: Session, case: Case, project: Project) -> Reach:
    """Whose the case is: departments reach it from the moment one of its tracks was admitted."""
    departments = frozenset(
        session.scalars(
            select(Track.department_id).where(Track.case_id == case.id, Track.state.not_in(HIDDEN_FROM_DEPARTMENTS))
        )
    )
    return Reach(project.enterprise_id, project.steward_id, departments, case.state is CaseState.DRAFT)


def find_project(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Project:
    """A project of the actor's own, of the steward's, or of an official who sees all."""
    project = _one(session, select(Project).where(Project.public_id == public_id), lock=lock)
    if not can_see(actor, Reach(project.enterprise_id, project.steward_id)):
        raise NotFound
    return project


def find_case(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Case:
    """A case the actor may see; with `lock` its row is locked first, which orders everything that follows."""
    case = _one(session, select(Case).where(Case.public_id == public_id), lock=lock)
    project = session.get_one(Project, case.project_id)
    if Role.SYSTEM in actor.roles or can_see(actor, reach_of_case(session, case, project)):
        return case
    raise NotFound


def find_track(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Track:
    """A track the actor may see; with `lock` its case row is locked first, then the track is read."""
    where = Track.public_id == public_id
    case_id = session.scalar(select(Track.case_id).where(where))
    if case_id is None:
        raise NotFound
    case = _one(session, select(Case).where(Case.id == case_id), lock=lock)
    track = _one(session, select(Track).where(where), lock=False)
    project = session.get_one(Project, case.project_id)
    own = frozenset({track.department_id}) if track.state.value not in HIDDEN_FROM_DEPARTMENTS else frozenset()
    if Role.SYSTEM in actor.roles or can_see(actor, Reach(project.enterprise_id, project.steward_id, own)):
        return track
    raise NotFound


def find_document(session: Session, public_id: str, actor: Actor, *, lock: bool = False) -> Document:
    """A letter of a case the actor may see."""
    document = _one(session, select(Document).where(Document.public_id == public_id), lock=False)
    case = _one(session, select(Case).where(Case.id == document.case_id), lock=lock)
    project = session.get_one(Project, case.project_id)
    if Role.SYSTEM in actor.roles or can_see(actor, reach_of_case(session, case, project)):
        return document
    raise NotFound
