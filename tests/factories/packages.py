"""A package of similar projects, from its list to its filing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.fan_out import plan
from approvals.domain.package import Scope
from approvals.domain.package_list import MemberLine
from approvals.models.applicants import Project, ProjectPackage
from approvals.models.cases import Case, Track
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.packages.choose_scopes import choose_scopes
from approvals.usecases.packages.make_package import make_package
from departments.queries.catalogue import current_catalogue
from tests.factories.drafts import Draft, a_paper, submitted
from tests.factories.main_job import ANSWERS, MONDAY, Cast, Filed, at

ESTATES = "老旧小区改造第一批"
EACH = ("LX-05",)
"""Decided for each member in the tests; everything else once."""


def estates(count: int, street: str = "明水") -> list[MemberLine]:
    return [
        MemberLine(line, f"{street}第{line}小区", f"{street}街道{line}号", 1000.0 + line)
        for line in range(1, count + 1)
    ]


def a_package(cast: Cast, count: int = 3, *, name: str = ESTATES, day: dt.date = MONDAY) -> str:
    return make_package(
        enterprise_id=next(iter(cast.lin.enterprise_ids)), theme_code="SF-BUILD", name=name,
        reason="同一街道、同类改造内容", members=estates(count), actor=cast.lin, now=at(day),
    )  # fmt: skip


def the_papers() -> frozenset[str]:
    """Every paper of the catalogue, for a draft that has none yet."""
    with reading() as session:
        return frozenset(current_catalogue(session).catalogue.materials)


def whole_of(package: str) -> str:
    """The public id of the project that stands for the package."""
    with reading() as session:
        found = select(Project.public_id).join(ProjectPackage, ProjectPackage.id == Project.package_id)
        return session.scalars(found.where(ProjectPackage.public_id == package, Project.package_no == 0)).one()


def a_package_draft(
    cast: Cast,
    package: str,
    *,
    each: Iterable[str] = EACH,
    lacks: Iterable[str] = (),
    defers: Iterable[str] = (),
    day: dt.date = MONDAY,
) -> Draft:
    """The one form of the package, answered, its papers there; the items of `each` are for every member to be decided."""
    project = whole_of(package)
    case = draft_case(project=project, stage_code="S1", actor=cast.lin, now=at(day))
    with reading() as session:
        catalogue = current_catalogue(session).catalogue
    given: dict[str, Any] = {
        one.key: ANSWERS.get(one.key, one.default) for one in catalogue.stage_fields("SF-BUILD", "S1")
    }
    save_answers(case=case, answers=given, version=1, actor=cast.lin, now=at(day))
    planned = plan(catalogue, "SF-BUILD", "S1", given)
    for paper in planned.required_papers:
        if paper.code in set(defers):
            choose_deferral(case=case, material_code=paper.code, deferred=True, actor=cast.lin, now=at(day))
        elif paper.supply.value == "upload" and paper.code not in set(lacks):
            supply_paper(case=case, material_code=paper.code, stored=a_paper(), actor=cast.lin, now=at(day))
    apart = set(each)
    scopes = {one.code: Scope.PER_MEMBER if one.code in apart else Scope.PER_PACKAGE for one in planned.items}
    choose_scopes(package=package, scopes=scopes, actor=cast.lin, now=at(day))
    return Draft(project, case, given, ESTATES)


def filed_package(cast: Cast, count: int = 3, **differently: Any) -> tuple[str, Filed, list[Filed]]:
    """The package, the case filed for it, and the cases of its members in the order of the list."""
    package = a_package(cast, count)
    draft = a_package_draft(cast, package, **differently)
    submitted(cast, draft)
    whole, *members = cases_of(draft.case)
    return package, whole, members


def cases_of(whole: str) -> list[Filed]:
    """The case of a package and those filed with it."""
    with reading() as session:
        lead = session.scalars(select(Case.id).where(Case.public_id == whole)).one()
        order = (Case.id == lead, Case.led_by_id == lead)
        rows = session.execute(
            select(Case.public_id, Track.item_code, Track.public_id)
            .join(Track, Track.case_id == Case.id)
            .where(order[0] | order[1])
            .order_by(Case.id, Track.id)
        )
        found: dict[str, dict[str, str]] = {whole: {}}
        for case, item, track in rows:
            found.setdefault(case, {})[item] = track
    return [Filed("", case, tracks) for case, tracks in found.items()]
