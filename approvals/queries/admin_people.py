"""Accounts with their roles, and who is the steward of which project."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from approvals.models.applicants import Enterprise, Member, Project
from approvals.queries.paging import paged
from approvals.queries.scope import ADMINISTERS, SUPERVISES, posts_within, within
from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department, Post

PAGE_SIZE = 50


@dataclass(frozen=True)
class SeatRow:
    """A role, in a department where the role has one."""

    role: Role
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class PersonRow:
    """An account as the administrator's list shows it; contact data are masked by the page."""

    public_id: str
    username: str
    name: str
    name_en: str
    phone: str
    email: str
    is_active: bool
    created_at: dt.datetime
    seats: tuple[SeatRow, ...]
    enterprises: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePage:
    """One page of accounts."""

    rows: tuple[PersonRow, ...]
    total: int
    pages: int


@dataclass(frozen=True)
class StewardChoice:
    """An active account with the steward's role, and how many projects it already follows."""

    public_id: str
    name: str
    name_en: str
    projects: int


@dataclass(frozen=True)
class ProjectRow:
    """A project and its steward; the unassigned come first."""

    public_id: str
    name: str
    place: str
    enterprise: str
    steward: str


@dataclass(frozen=True)
class ProjectPage:
    """One page of projects to assign."""

    rows: tuple[ProjectRow, ...]
    total: int
    unassigned: int
    pages: int


def people(session: Session, *, actor: Actor, words: str = "", role: str = "", page: int = 1) -> PeoplePage:
    """Accounts by user name; `role` may also be applicant (a member of an enterprise)."""
    where = [_in_sight(actor), *_people_wanted(words, role)]
    total = session.scalar(select(func.count(Account.id)).where(*where)) or 0
    page, pages = paged(page, total, PAGE_SIZE)
    accounts = session.scalars(
        select(Account).where(*where).order_by(Account.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    ids = [account.id for account in accounts]
    seats, enterprises = _seats(session, ids), _enterprises(session, ids)
    rows = tuple(
        PersonRow(
            public_id=account.public_id,
            username=account.username,
            name=account.name,
            name_en=account.name_en,
            phone=account.phone,
            email=account.email,
            is_active=account.is_active,
            created_at=account.created_at,
            seats=tuple(seats[account.id]),
            enterprises=tuple(enterprises[account.id]),
        )
        for account in accounts
    )
    return PeoplePage(rows, total, pages)


def stewards(session: Session, actor: Actor) -> tuple[StewardChoice, ...]:
    """Who may be assigned, the least loaded first."""
    load = func.count(Project.id)
    rows = session.execute(
        select(Account.public_id, Account.name, Account.name_en, load)
        .join(Post, (Post.account_id == Account.id) & (Post.role == Role.STEWARD))
        .outerjoin(Project, Project.steward_id == Account.id)
        .where(Account.is_active, posts_within(actor, SUPERVISES))
        .group_by(Account.id, Account.public_id, Account.name, Account.name_en)
        .order_by(load, Account.id)
    )
    return tuple(StewardChoice(*row) for row in rows)


def projects_to_assign(session: Session, *, actor: Actor, words: str = "", page: int = 1) -> ProjectPage:
    """Projects with their stewards, the unassigned first, then the newest."""
    where: list[ColumnElement[bool]] = [within(actor, roles=SUPERVISES)]
    if words:
        where.append(
            or_(Project.name.contains(words, autoescape=True), Enterprise.name.contains(words, autoescape=True))
        )
    total, assigned = session.execute(
        select(func.count(Project.id), func.count(Project.steward_id))
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .where(*where)
    ).one()
    page, pages = paged(page, total, PAGE_SIZE)
    rows = session.execute(
        select(Project.public_id, Project.name, Project.place, Enterprise.name, Account.public_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Account, Account.id == Project.steward_id)
        .where(*where)
        .order_by(Project.steward_id.is_not(None), Project.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = tuple(ProjectRow(*row[:4], row[4] or "") for row in rows)
    return ProjectPage(found, total, total - assigned, pages)


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    """Officials of the actor's divisions, and whoever holds no post at all (applicants)."""
    posts = exists().where(Post.account_id == Account.id)
    return or_(~posts, posts.where(posts_within(actor, ADMINISTERS)))


def _people_wanted(words: str, role: str) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if words:
        where.append(
            or_(Account.username.contains(words, autoescape=True), Account.name.contains(words, autoescape=True))
        )
    if role == Role.APPLICANT:
        where.append(exists().where(Member.account_id == Account.id))
    elif role in {one.value for one in Role}:
        where.append(exists().where((Post.account_id == Account.id) & (Post.role == Role(role))))
    return where


def _seats(session: Session, ids: list[int]) -> dict[int, list[SeatRow]]:
    rows = session.execute(
        select(Post.account_id, Post.role, Department.name_zh, Department.name_en)
        .outerjoin(Department, Department.id == Post.department_id)
        .where(Post.account_id.in_(ids))
        .order_by(Post.id)
    )
    found: dict[int, list[SeatRow]] = defaultdict(list)
    for account_id, role, name_zh, name_en in rows:
        found[account_id].append(SeatRow(role, name_zh or "", name_en or ""))
    return found


def _enterprises(session: Session, ids: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(Member.account_id, Enterprise.name)
        .join(Enterprise, Enterprise.id == Member.enterprise_id)
        .where(Member.account_id.in_(ids))
        .order_by(Member.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for account_id, name in rows:
        found[account_id].append(name)
    return found
