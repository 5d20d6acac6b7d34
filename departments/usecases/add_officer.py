"""An administrator adds an official: an account with one post."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from departments.domain.actor import Role
from departments.models.people import Account, Department, Division, Post


class OfficerRefused(ValueError):
    """`field` says what was wrong: username (taken), department or division (unknown)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def add_officer(
    *,
    username: str,
    password_hash: str,
    name: str,
    name_en: str,
    phone: str,
    email: str,
    roles: tuple[Role, ...],
    department_code: str | None,
    division_code: str,
    now: dt.datetime,
) -> int:
    """Create the account and its posts; returns the account id; raises OfficerRefused."""
    with unit_of_work() as session:
        if session.scalar(select(Account.id).where(Account.username == username)) is not None:
            raise OfficerRefused("username")
        division, department = _place(session, division_code, department_code)
        account = Account(
            username=username, password_hash=password_hash, name=name, name_en=name_en, phone=phone, email=email,
            created_at=now,
        )  # fmt: skip
        session.add(account)
        session.flush()
        session.add_all(
            Post(account_id=account.id, role=role, department_id=department, division_id=division) for role in roles
        )
        return account.id


def _place(session: Session, division_code: str, department_code: str | None) -> tuple[int, int | None]:
    """The ids of the division and, where the post has one, of the department."""
    division = session.scalar(select(Division.id).where(Division.code == division_code))
    if division is None:
        raise OfficerRefused("division")
    if department_code is None:
        return division, None
    where = (Department.division_id == division, Department.code == department_code)
    department = session.scalar(select(Department.id).where(*where))
    if department is None:
        raise OfficerRefused("department")
    return division, department
