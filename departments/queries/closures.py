"""Days on which a department is closed of its own accord: shown, never counted (行政许可法 82 knows only holidays)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from departments.models.calendar import DepartmentClosure
from departments.models.people import Account, Department


@dataclass(frozen=True)
class Closure:
    """One closure with its department's name."""

    public_id: str
    department_id: int
    name_zh: str
    name_en: str
    first_on: dt.date
    last_on: dt.date
    reason: str
    set_by: str
    set_at: dt.datetime


@dataclass(frozen=True)
class DepartmentChoice:
    """A department to choose."""

    code: str
    name_zh: str
    name_en: str


def closures(
    session: Session, *, until_after: dt.date | None = None, department_ids: Collection[int] | None = None
) -> tuple[Closure, ...]:
    """Closures by their first day; only those not over before `until_after`, only of these departments, if given."""
    statement = (
        select(DepartmentClosure, Department.name_zh, Department.name_en, Account.name)
        .join(Department, Department.id == DepartmentClosure.department_id)
        .join(Account, Account.id == DepartmentClosure.set_by)
        .order_by(DepartmentClosure.first_on, DepartmentClosure.id)
    )
    if until_after is not None:
        statement = statement.where(DepartmentClosure.last_on >= until_after)
    if department_ids is not None:
        statement = statement.where(DepartmentClosure.department_id.in_(list(department_ids)))
    return tuple(
        Closure(
            row.public_id, row.department_id, name_zh, name_en, row.first_on, row.last_on, row.reason, by, row.set_at
        )
        for row, name_zh, name_en, by in session.execute(statement)
    )


def department_choices(session: Session) -> tuple[DepartmentChoice, ...]:
    """Every department, in the order in which they were set up."""
    rows = session.execute(select(Department.code, Department.name_zh, Department.name_en).order_by(Department.id))
    return tuple(DepartmentChoice(*row) for row in rows)
