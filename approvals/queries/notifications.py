"""Somebody's bell: the lines of it, newest first, and how many are unread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.traces import Notification
from approvals.queries.paging import paged
from departments.domain.catalogue import Catalogue, Item
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 30


@dataclass(frozen=True)
class NotificationRow:
    """One line: the web says `code` with `params`; case, track and project are public ids to follow, or empty."""

    id: int
    code: str
    params: Mapping[str, Any]
    case: str
    track: str
    project: str
    project_name: str
    item: Item | None
    created_at: dt.datetime
    is_unread: bool


@dataclass(frozen=True)
class NotificationPage:
    """One page of the bell."""

    rows: tuple[NotificationRow, ...]
    total: int
    unread: int
    pages: int


def unread_count(session: Session, account_id: int) -> int:
    """How many lines of an account's bell are unread; one statement."""
    statement = select(func.count(Notification.id)).where(
        Notification.account_id == account_id, Notification.read_at.is_(None)
    )
    return session.scalar(statement) or 0


def notifications(session: Session, account_id: int, *, page: int = 1, only: int | None = None) -> NotificationPage:
    """The bell of an account, newest first; `only` one line of it."""
    mine = Notification.account_id == account_id
    if only is not None:
        mine &= Notification.id == only
    total, read = session.execute(
        select(func.count(Notification.id), func.count(Notification.read_at)).where(mine)
    ).one()
    page, pages = paged(page, total, PAGE_SIZE)
    rows = session.execute(_lines().where(mine).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row.version_id for row in rows if row.item_code}}
    return NotificationPage(tuple(_line(row, catalogues) for row in rows), total, total - read, pages)


def _lines() -> Select[Notification, str, str, str, str, int, str]:
    return (
        select(
            Notification,
            Case.public_id.label("case"),
            Track.public_id.label("track"),
            Project.public_id.label("project"),
            Project.name.label("project_name"),
            Case.catalogue_version_id.label("version_id"),
            Track.item_code,
        )
        .outerjoin(Case, Case.id == Notification.case_id)
        .outerjoin(Track, Track.id == Notification.track_id)
        .outerjoin(Project, Project.id == Case.project_id)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
    )


def _line(row: Row[Notification, str, str, str, str, int, str], catalogues: Mapping[int, Catalogue]) -> NotificationRow:
    return NotificationRow(
        id=row.Notification.id,
        code=row.Notification.code,
        params=row.Notification.params,
        case=row.case or "",
        track=row.track or "",
        project=row.project or "",
        project_name=row.project_name or "",
        item=catalogues[row.version_id].items.get(row.item_code) if row.item_code else None,
        created_at=row.Notification.created_at,
        is_unread=row.Notification.read_at is None,
    )
