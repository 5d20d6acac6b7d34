"""The projects of a package: who belongs to it, and what is decided once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from approvals.domain.letters.frame import MemberRef
from approvals.domain.package import Scope, scopes_of
from approvals.domain.refusals import NotFound
from approvals.models.applicants import PackageItem, Project, ProjectPackage
from approvals.models.cases import Case
from departments.domain.actor import Actor
from departments.domain.catalogue import Item

NO_MEMBER = or_(Project.package_no.is_(None), Project.package_no == 0, Project.left_package_on.is_not(None))
"""A project that stands for itself, or for a package, or has left one."""


def is_whole(project: Project) -> bool:
    """Whether this project stands for a package: what is decided for it answers every member."""
    return project.package_no == 0


def living_members(session: Session, package_id: int | None) -> Sequence[Project]:
    """The projects that belong to the package today, in the order of the list."""
    return session.scalars(
        select(Project)
        .where(Project.package_id == package_id, Project.package_no > 0, Project.left_package_on.is_(None))
        .order_by(Project.package_no)
    ).all()


def chosen_scopes(session: Session, package_id: int | None, items: Collection[Item]) -> dict[str, Scope]:
    """Item → whether it is decided once or for each member."""
    rows = session.execute(select(PackageItem.item_code, PackageItem.scope).where(PackageItem.package_id == package_id))
    return scopes_of(items, {row.item_code: row.scope for row in rows})


def answered_by(whole: Project) -> Select[*tuple[Any, ...]]:
    """The ids of the package and of all its members: whom its results serve."""
    return select(Project.id).where(Project.package_id == whole.package_id, Project.left_package_on.is_(None))


def answered_for(project: Project) -> Select[*tuple[Any, ...]]:
    """The ids of a member and of its package: whose results it may use."""
    whole = (Project.package_id == project.package_id) & (Project.package_no == 0)
    return select(Project.id).where(
        (Project.id == project.id) | (whole if project.left_package_on is None else false())
    )


def annex_of(session: Session, case: Case, project: Project) -> tuple[MemberRef, ...]:
    """The members whom a letter of this case answers; nobody for the case of a single project."""
    if not is_whole(project):
        return ()
    rows = session.execute(
        select(Project.package_no, Project.name, Project.place, Project.code, Case.case_no)
        .outerjoin(Case, (Case.project_id == Project.id) & (Case.led_by_id == case.id))
        .where(Project.package_id == project.package_id, Project.package_no > 0, Project.left_package_on.is_(None))
        .order_by(Project.package_no)
    )
    return tuple(
        MemberRef(no=row.package_no, name=row.name, place=row.place, code=row.code, case_no=row.case_no or "")
        for row in rows
    )


def find_package(
    session: Session, public_id: str, actor: Actor, *, lock: bool = False
) -> tuple[ProjectPackage, Project]:
    """A package of the actor's own enterprise with the project that stands for it (locked if wished); NotFound otherwise."""
    statement = (
        select(ProjectPackage, Project)
        .join(Project, (Project.package_id == ProjectPackage.id) & (Project.package_no == 0))
        .where(ProjectPackage.public_id == public_id)
    )
    if lock:
        statement = statement.with_for_update(of=Project, key_share=True)
    found = session.execute(statement).one_or_none()
    if found is None or found[0].enterprise_id not in actor.enterprise_ids:
        raise NotFound
    return found[0], found[1]
