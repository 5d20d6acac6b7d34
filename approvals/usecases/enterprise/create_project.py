"""The applicant sets up a project; its code may come later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.permissions import require_mandate
from approvals.domain.project_code import ProjectCodeCheck, check
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import Project
from approvals.usecases.pressed_twice import just_made
from approvals.usecases.steward.green_channel import listed_reason
from departments.domain.actor import Actor
from departments.models.people import Division
from departments.queries.catalogue import current_catalogue


def create_project(
    *,
    enterprise_id: int,
    theme_code: str,
    name: str,
    place: str,
    code: str | None,
    longitude: float | None,
    latitude: float | None,
    investment_wan: float | None,
    land_area_m2: float | None,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Create the project of one's own enterprise; returns its public id; raises Invalid per field.

    What is sent twice within minutes, word for word, is the project that the first press made.
    """
    if enterprise_id not in actor.enterprise_ids:
        raise NotFound
    require_mandate(actor, enterprise_id)
    with unit_of_work() as session:
        catalogue, checked = current_catalogue(session).catalogue, check(code) if code else None
        good = checked.code if checked else None
        same: dict[str, Any] = {
            "enterprise_id": enterprise_id, "theme_code": theme_code, "code": good, "name": name.strip(),
            "place": place.strip(), "investment_wan": investment_wan, "longitude": longitude, "latitude": latitude,
            "land_area_m2": land_area_m2, "package_id": None,
        }  # fmt: skip
        is_good = checked is None or checked.failure is None
        if is_good and (there := just_made(session, Project, same, now)) is not None:
            return there
        errors = _errors(session, theme_code in catalogue.themes, name, checked)
        return _kept(session, same, catalogue.region_code, errors, now)


def _kept(
    session: Session,
    same: dict[str, Any],
    region: str,
    errors: dict[str, tuple[str, dict[str, Any]]],
    now: dt.datetime,
) -> str:
    division = session.scalar(select(Division.id).where(Division.code == region))
    if errors or division is None:
        raise Invalid(errors or {"place": ("unknown_division", {"code": region})})
    green = listed_reason(session, same["code"])
    project = Project(**same, division_id=division, created_at=now, green_channel=green)
    session.add(project)
    session.flush()
    return project.public_id


def _errors(
    session: Session, theme_known: bool, name: str, checked: ProjectCodeCheck | None
) -> dict[str, tuple[str, dict[str, Any]]]:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if not theme_known:
        errors["theme_code"] = ("unknown_theme", {})
    if not name.strip():
        errors["name"] = ("required", {})
    return errors | _code_errors(session, checked) if checked is not None else errors


def _code_errors(session: Session, checked: ProjectCodeCheck) -> dict[str, tuple[str, dict[str, Any]]]:
    if checked.failure is not None:
        facts = {"digits": checked.digits, "expected": checked.expected}
        return {"code": (f"project_code_{checked.failure.value}", facts)}
    if session.scalar(select(Project.id).where(Project.code == checked.code)) is not None:
        return {"code": ("project_code_taken", {})}
    return {}
