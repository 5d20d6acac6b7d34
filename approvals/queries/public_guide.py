"""Whom to call about an item, and the guides that are printed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.intake import GuidePrint
from approvals.queries.outbox import gave_up
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


def desks_of(session: Session, region_code: str) -> dict[str, DeskRow]:
    """Every department of a division by its code, in one statement."""
    rows = session.execute(
        select(Department.code, Department.organ_zh, Department.organ_en, Department.phone, Department.address)
        .join(Division, Division.id == Department.division_id)
        .where(Division.code.startswith(region_code, autoescape=True))
        .order_by(Department.id.desc())
    )
    return {code: DeskRow(*row) for code, *row in rows}


@dataclass(frozen=True)
class PrintedGuide:
    """A guide that was ordered; `pdf` is None while the worker prints. `is_given_up`: it tries no more."""

    pdf: bytes | None
    failure: str
    is_given_up: bool = False


def printed_guide(session: Session, digest: str) -> PrintedGuide | None:
    """The print of a page by its digest; None when nobody has asked for it."""
    one = GuidePrint
    asked = select(one.pdf, one.failure, gave_up("guide", one.public_id)).where(one.digest == digest)
    row = session.execute(asked).one_or_none()
    return PrintedGuide(*row) if row else None
