"""Packages as the pages show them: the list to be checked, the package with its members, and its place beside a case."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from approvals.domain.package import Scope, usual_scope
from approvals.domain.package_list import MemberLine
from approvals.domain.plan import PlannedItem
from approvals.domain.states import CaseState, TrackState
from approvals.models.applicants import Project, ProjectPackage
from approvals.models.cases import Case, Track
from approvals.queries.package_papers import shareable
from approvals.queries.packages import chosen_scopes, find_package
from approvals.queries.prerequisites import draft_plan, project_files
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Item, Material
from departments.queries.catalogue import catalogue_version, current_catalogue


@dataclass(frozen=True)
class MemberRow:
    """A project of a package; `cases` are its filings, the newest first, as (public id, number, state, stage)."""

    public_id: str
    no: int
    name: str
    place: str
    code: str
    area_m2: float | None
    left_on: dt.date | None
    cases: tuple[tuple[str, str, CaseState, str], ...] = ()


@dataclass(frozen=True)
class ScopeRow:
    """An item of a stage that the package applies for, and who is decided on; `usual` is what holds without a choice."""

    item: Item
    scope: Scope
    usual: Scope


@dataclass(frozen=True)
class PackagePage:
    """A package as its enterprise sees it."""

    public_id: str
    name: str
    reason: str
    created_at: dt.datetime
    whole: str
    draft: str | None
    scopes: tuple[ScopeRow, ...]
    members: tuple[MemberRow, ...]
    catalogue: Catalogue
    filings: tuple[tuple[str, str, CaseState, str], ...] = ()
    """What was filed for all of them, the newest first, like `MemberRow.cases`."""

    @property
    def living(self) -> int:
        return sum(one.left_on is None for one in self.members)


@dataclass(frozen=True)
class Beside:
    """The package of a case: the case is that of all (`number` 0) or of one member, filed with `whole_case`."""

    name: str
    reason: str
    number: int
    whole_case: str
    whole_no: str
    members: tuple[MemberRow, ...]
    waiting: int
    """Items of members that still wait for the window."""
    each: tuple[Item, ...]
    """Items that are decided for each member."""
    shareable: tuple[tuple[Material, int], ...] = ()
    """Papers handed in here that other projects of the package lack, with how many do."""

    @property
    def living(self) -> int:
        return sum(one.left_on is None for one in self.members)


def codes_in_use(session: Session, lines: Sequence[MemberLine]) -> frozenset[str]:
    """Codes of the list that a project of the house has already."""
    codes = [one.code for one in lines if one.code]
    if not codes:
        return frozenset()
    return frozenset(code for code in session.scalars(select(Project.code).where(Project.code.in_(codes))) if code)


def package_page(session: Session, public_id: str, actor: Actor) -> PackagePage:
    """A package of the actor's own enterprise; NotFound for anybody else's."""
    package, whole = find_package(session, public_id, actor)
    catalogue = current_catalogue(session).catalogue
    draft = session.scalar(select(Case).where(Case.project_id == whole.id, Case.state == CaseState.DRAFT))
    items = [one.item for one in _planned(session, catalogue, whole, draft)]
    scopes = chosen_scopes(session, package.id, items)
    return PackagePage(
        public_id=package.public_id, name=package.name_zh, reason=package.reason, created_at=package.created_at,
        whole=whole.public_id, draft=draft.public_id if draft else None,
        scopes=tuple(ScopeRow(item, scopes[item.code], usual_scope(item)) for item in items),
        members=_members(session, package.id), catalogue=catalogue, filings=_filings(session, whole.id),
    )  # fmt: skip


def _filings(session: Session, whole: int) -> tuple[tuple[str, str, CaseState, str], ...]:
    rows = session.execute(
        select(Case.public_id, Case.case_no, Case.state, Case.stage_code)
        .where(Case.project_id == whole, Case.state != CaseState.DRAFT)
        .order_by(Case.id.desc())
    )
    return tuple((row.public_id, row.case_no or "", row.state, row.stage_code) for row in rows)


def _planned(session: Session, catalogue: Catalogue, whole: Project, draft: Case | None) -> Sequence[PlannedItem]:
    """What the open draft of the package would apply for."""
    if draft is None or draft.theme_code not in catalogue.themes or draft.stage_code not in catalogue.stages:
        return ()
    return draft_plan(catalogue, draft, project_files(session, [whole.id])[whole.id]).items


def _members(session: Session, package_id: int, led_by: int | None = None) -> tuple[MemberRow, ...]:
    """All projects of the package in the order of the list, with their filings (or those filed with one case)."""
    projects = session.scalars(
        select(Project).where(Project.package_id == package_id, Project.package_no > 0).order_by(Project.package_no)
    ).all()
    which = Case.led_by_id == led_by if led_by is not None else Case.state != CaseState.DRAFT
    rows = session.execute(
        select(Case.project_id, Case.public_id, Case.case_no, Case.state, Case.stage_code)
        .join(Project, Project.id == Case.project_id)
        .where(Project.package_id == package_id, Project.package_no > 0, which)
        .order_by(Case.id.desc())
    )
    cases: dict[int, list[tuple[str, str, CaseState, str]]] = defaultdict(list)
    for row in rows:
        cases[row.project_id].append((row.public_id, row.case_no or "", row.state, row.stage_code))
    return tuple(
        MemberRow(
            public_id=one.public_id, no=one.package_no or 0, name=one.name, place=one.place, code=one.code or "",
            area_m2=one.land_area_m2, left_on=one.left_package_on, cases=tuple(cases[one.id]),
        )
        for one in projects
    )  # fmt: skip


def beside_case(session: Session, case: str) -> Beside | None:
    """The package that a case belongs to, for who may see the case; None for a case of a single project."""
    whole_case, mine = aliased(Case), aliased(Case)
    found = session.execute(
        select(ProjectPackage, Project.package_no, mine, whole_case)
        .join(Project, Project.package_id == ProjectPackage.id)
        .join(mine, mine.project_id == Project.id)
        .outerjoin(whole_case, whole_case.id == mine.led_by_id)
        .where(mine.public_id == case)
    ).one_or_none()
    if found is None:
        return None
    package, place, row, led_by = found
    number = place or 0
    lead: Case | None = led_by if number else row
    if lead is None:  # filed by the member alone
        return None
    catalogue = catalogue_version(session, lead.catalogue_version_id)
    tracks = session.execute(
        select(Track.item_code, Track.state).join(Case, Case.id == Track.case_id).where(Case.led_by_id == lead.id)
    ).all()
    return Beside(
        name=package.name_zh, reason=package.reason, number=number, whole_case=lead.public_id,
        whole_no=lead.case_no or "", members=_members(session, package.id, lead.id) if number == 0 else (),
        waiting=sum(one.state is TrackState.FILED for one in tracks),
        each=tuple(catalogue.items[code] for code in sorted({one.item_code for one in tracks})),
        shareable=shareable(session, lead.id, row.id, catalogue),
    )  # fmt: skip


def package_of_project(session: Session, project: str) -> tuple[str, str, int] | None:
    """Public id and name of the package of a project, and its place in it; None for one without, or that has left."""
    found = session.execute(
        select(ProjectPackage.public_id, ProjectPackage.name_zh, Project.package_no)
        .join(Project, Project.package_id == ProjectPackage.id)
        .where(Project.public_id == project, Project.left_package_on.is_(None))
    ).one_or_none()
    return (found.public_id, found.name_zh, found.package_no) if found else None
