"""Whom to call about an item."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from departments.models.people import Department, Division


@dataclass(frozen=True)
class DeskRow:
    """The department that examines, as it can be reached."""

    organ_zh: str
    organ_en: str
    phone: str
    address: str


def desk_of(session: Session, region_code: str, department: str) -> DeskRow | None:
    """The department of a division by its code in the catalogue; None before it was set up."""
    row = session.execute(
        select(Department.organ_zh, Department.organ_en, Department.phone, Department.address)
        .join(Division, Division.id == Department.division_id)
        .where(Department.code == department, Division.code.startswith(region_code, autoescape=True))
        .order_by(Department.id)
        .limit(1)
    ).one_or_none()
    return DeskRow(*row) if row else None
