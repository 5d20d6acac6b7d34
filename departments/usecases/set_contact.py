"""An administrator says where a department can be reached."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from departments.models.people import Department, Division


class DepartmentUnknown(LookupError):
    """The division has no department of this code."""


def set_contact(*, department_code: str, division_code: str, phone: str, address: str, now: dt.datetime) -> None:
    """Store phone and address as letters and pages show them from now on; raises DepartmentUnknown."""
    with unit_of_work() as session:
        row = session.scalar(
            select(Department)
            .join(Division, Division.id == Department.division_id)
            .where(Division.code == division_code, Department.code == department_code)
        )
        if row is None:
            raise DepartmentUnknown(department_code)
        row.phone, row.address = phone.strip(), address.strip()
