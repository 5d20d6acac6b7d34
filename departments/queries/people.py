"""Who is behind an account: a frozen identity for the pages and an Actor for the use-cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department, Post, RecoveryCode


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: int
    password_hash: str
    has_second_factor: bool


@dataclass(frozen=True)
class SecondFactor:
    """In force since `confirmed_at`, or begun with a sealed secret that still waits for its first code, or neither."""

    sealed: str | None
    confirmed_at: dt.datetime | None
    recovery_left: int


@dataclass(frozen=True)
class Seat:
    """One role of an account, in a department where the role has one."""

    role: Role
    department_id: int | None
    department_zh: str
    department_en: str
    division_id: int | None = None


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
    has_second_factor: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(seat.role for seat in self.seats)

    @property
    def posts(self) -> frozenset[tuple[Role, int]]:
        return frozenset((seat.role, seat.department_id) for seat in self.seats if seat.department_id is not None)


def credentials(session: Session, username: str) -> Credentials | None:
    """The password hash of an active account, or None."""
    row = session.execute(
        select(Account.id, Account.password_hash, Account.totp_confirmed_at).where(
            Account.username == username, Account.is_active
        )
    ).one_or_none()
    return Credentials(row.id, row.password_hash, row.totp_confirmed_at is not None) if row else None


def second_factor(session: Session, account_id: int) -> SecondFactor:
    """What the person's own page shows of it, in two statements."""
    sealed, confirmed_at = session.execute(
        select(Account.totp_secret, Account.totp_confirmed_at).where(Account.id == account_id)
    ).one()
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return SecondFactor(sealed if confirmed_at is None else None, confirmed_at, session.scalar(left) or 0)


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
            post.division_id,
        )
        for post, department in rows
    )
    division = next((post.division_id for post, _ in rows if post.division_id), None)
    return Person(
        account.id, account.public_id, account.username, account.name, account.name_en, account.locale, seats, division,
        account.totp_confirmed_at is not None,
    )  # fmt: skip


def actor_of(who: Person, enterprise_ids: frozenset[int]) -> Actor:
    """The Actor of a person; a member of an enterprise is an applicant."""
    scopes = frozenset((seat.role, seat.division_id) for seat in who.seats)
    roles = who.roles | ({Role.APPLICANT} if enterprise_ids else frozenset())
    return Actor(who.account_id, who.name, frozenset(roles), who.posts, enterprise_ids, who.division_id, scopes)
