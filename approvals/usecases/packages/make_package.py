"""The enterprise makes one package of similar projects, so that one application serves them all (捆绑打包)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.package import FEWEST_MEMBERS, MOST_MEMBERS
from approvals.domain.package_list import MemberLine
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import KeyProject, Project, ProjectPackage
from approvals.queries.package_pages import codes_in_use
from approvals.usecases.pressed_twice import just_made
from departments.domain.actor import Actor
from departments.models.people import Division
from departments.queries.catalogue import current_catalogue


def make_package(
    *,
    enterprise_id: int,
    theme_code: str,
    name: str,
    reason: str,
    members: Sequence[MemberLine],
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Set up the package and every project of the list, all or nothing; returns the public id of the package.

    What is sent twice within minutes, name, reason and list, is the package that the first press made.
    Raises Invalid per field; a code that another project has is said for `members` with the lines concerned.
    """
    if enterprise_id not in actor.enterprise_ids:
        raise NotFound
    require_mandate(actor, enterprise_id)
    with unit_of_work() as session:
        same = {
            "enterprise_id": enterprise_id, "theme_code": theme_code, "name_zh": name.strip(), "reason": reason.strip(),
        }  # fmt: skip
        there = just_made(session, ProjectPackage, same, now)
        if there is not None and _listed(session, there) == [_line(one) for one in members]:
            return there
        catalogue = current_catalogue(session).catalogue
        division = session.scalar(select(Division.id).where(Division.code == catalogue.region_code))
        errors = _errors(session, theme_code in catalogue.themes, name, reason, members)
        if errors or division is None:
            raise Invalid(errors or {"members": ("unknown_division", {"code": catalogue.region_code})})
        return _made(session, same | {"made_by": actor.account_id, "created_at": now}, division, members)


def _made(session: Session, said: dict[str, Any], division: int, members: Sequence[MemberLine]) -> str:
    package = ProjectPackage(**said)
    session.add(package)
    session.flush()
    common: dict[str, Any] = {
        "enterprise_id": package.enterprise_id, "division_id": division, "theme_code": package.theme_code,
        "package_id": package.id, "created_at": package.created_at,
    }  # fmt: skip
    session.add_all([_whole(members, package.name_zh, common), *_members(session, members, common)])
    return package.public_id


def _line(one: MemberLine) -> tuple[object, ...]:
    return (one.name, one.place, one.code, one.area_m2, one.investment_wan)


def _listed(session: Session, package: str) -> list[tuple[object, ...]]:
    """What was said of its projects, in the order of its list."""
    own = select(ProjectPackage.id).where(ProjectPackage.public_id == package).scalar_subquery()
    said = (Project.name, Project.place, Project.code, Project.land_area_m2, Project.investment_wan)
    rows = session.execute(
        select(*said).where(Project.package_id == own, Project.package_no > 0).order_by(Project.package_no)
    )
    return [tuple(row) for row in rows]


def _errors(
    session: Session, theme_known: bool, name: str, reason: str, members: Sequence[MemberLine]
) -> dict[str, tuple[str, dict[str, Any]]]:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if not theme_known:
        errors["theme_code"] = ("unknown_theme", {})
    for field, said in (("name", name), ("reason", reason)):
        if not said.strip():
            errors[field] = ("required", {})
    if not FEWEST_MEMBERS <= len(members) <= MOST_MEMBERS:
        errors["members"] = ("package_size", {"fewest": FEWEST_MEMBERS, "most": MOST_MEMBERS})
    elif taken := codes_in_use(session, members):
        lines = [one.line for one in members if one.code in taken]
        errors["members"] = ("package_codes_taken", {"lines": lines})
    return errors


def _whole(members: Sequence[MemberLine], name: str, common: dict[str, Any]) -> Project:
    """The package itself as a project: what is decided for all is filed for it."""
    areas = [one.area_m2 for one in members if one.area_m2 is not None]
    sums = [one.investment_wan for one in members if one.investment_wan is not None]
    return Project(
        **common, package_no=0, name=name, place=f"{members[0].place[:230]}等{len(members)}处",
        land_area_m2=sum(areas) if areas else None, investment_wan=sum(sums) if sums else None, green_channel="",
    )  # fmt: skip


def _members(session: Session, members: Sequence[MemberLine], common: dict[str, Any]) -> list[Project]:
    """The projects in the order of the list; one on the list of key projects takes the green channel."""
    codes = [one.code for one in members if one.code]
    rows = (
        session.execute(select(KeyProject.code, KeyProject.reason).where(KeyProject.code.in_(codes))) if codes else ()
    )
    green = {row.code: row.reason for row in rows}
    return [
        Project(
            **common, package_no=number, name=one.name, place=one.place, code=one.code, land_area_m2=one.area_m2,
            investment_wan=one.investment_wan, green_channel=green.get(one.code or "", ""),
        )
        for number, one in enumerate(members, 1)
    ]  # fmt: skip
