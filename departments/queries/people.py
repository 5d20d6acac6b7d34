"""Who is behind an account: a frozen identity for the pages and an Actor for the use-cases."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department, Post


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: int
    password_hash: str


@dataclass(frozen=True)
class Seat:
    """One role of an account, in a department where the role has one."""

    role: Role
    department_id: int | None
    department_zh: str
    department_en: str


@dataclass(frozen=True)
class Person:
    """An account without its enterprises, which the other wing knows."""

    account_id: int
    public_id: str
    username: str
    name: str
    name_en: str
    locale: str
    seats: tuple[Seat, ...]
    division_id: int | None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(seat.role for seat in self.seats)

    @property
    def department_ids(self) -> frozenset[int]:
        return frozenset(seat.department_id for seat in self.seats if seat.department_id is not None)


def credentials(session: Session, username: str) -> Credentials | None:
    """The password hash of an active account, or None."""
    row = session.execute(
        select(Account.id, Account.password_hash).where(Account.username == username, Account.is_active)
    ).one_or_none()
    return Credentials(row.id, row.password_hash) if row else None


def person(session: Session, account_id: int) -> Person | None:
    """An active account with its seats, in two statements."""
    account = session.get(Account, account_id)
    if account is None or not account.is_active:
        return None
    rows = session.execute(
        select(Post, Department)
        .outerjoin(Department, Department.id == Post.department_id)
        .where(Post.account_id == account_id)
    ).all()
    seats = tuple(
        Seat(
            post.role,
            post.department_id,
            department.name_zh if department else "",
            department.name_en if department else "",
        )
        for post, department in rows
    )
    division = next((post.division_id for post, _ in rows if post.division_id), None)
    return Person(
        account.id, account.public_id, account.username, account.name, account.name_en, account.locale, seats, division
    )


def actor_of(who: Person, enterprise_ids: frozenset[int]) -> Actor:
    """The Actor of a person; a member of an enterprise is an applicant."""
    roles = who.roles | ({Role.APPLICANT} if enterprise_ids else frozenset())
    return Actor(who.account_id, who.name, frozenset(roles), who.department_ids, enterprise_ids, who.division_id)
