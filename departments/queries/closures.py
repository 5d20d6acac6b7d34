"""Days on which a department is closed of its own accord: shown, never counted (行政许可法 82 knows only holidays)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from departments.models.calendar import DepartmentClosure
from departments.models.people import Account, Department, Division


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
    """A department to choose; where there are several divisions, its name says in which it is."""

    public_id: str
    name_zh: str
    name_en: str


def closures(
    session: Session,
    *,
    until_after: dt.date | None = None,
    department_ids: Collection[int] | None = None,
    among: ColumnElement[bool] | None = None,
) -> tuple[Closure, ...]:
    """Closures by their first day; only those not over before `until_after`, only of these departments, if given.

    `among` is a condition on departments.
    """
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
    if among is not None:
        statement = statement.where(among)
    return tuple(
        Closure(
            row.public_id, row.department_id, name_zh, name_en, row.first_on, row.last_on, row.reason, by, row.set_at
        )
        for row, name_zh, name_en, by in session.execute(statement)
    )


def department_choices(session: Session, among: ColumnElement[bool] | None = None) -> tuple[DepartmentChoice, ...]:
    """The departments (those that fulfil `among`), in the order in which they were set up."""
    several = (session.scalar(select(func.count(Department.division_id.distinct()))) or 0) > 1
    rows = session.execute(
        select(Department, Division)
        .join(Division, Division.id == Department.division_id)
        .where(true() if among is None else among)
        .order_by(Department.id)
    )
    return tuple(
        DepartmentChoice(
            row.public_id,
            f"{division.name_zh} {row.name_zh}" if several else row.name_zh,
            f"{row.name_en}, {division.name_en}" if several else row.name_en,
        )
        for row, division in rows
    )
