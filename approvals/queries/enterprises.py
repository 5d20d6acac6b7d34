"""Enterprises an account may act for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.applicants import Enterprise, Member


@dataclass(frozen=True)
class EnterpriseName:
    """An enterprise as the mast shows it."""

    id: int
    public_id: str
    name: str
    uscc: str


def enterprises_of(session: Session, account_id: int) -> tuple[EnterpriseName, ...]:
    """The enterprises of an account, oldest membership first."""
    rows = session.execute(
        select(Enterprise.id, Enterprise.public_id, Enterprise.name, Enterprise.uscc)
        .join(Member, Member.enterprise_id == Enterprise.id)
        .where(Member.account_id == account_id)
        .order_by(Member.id)
    )
    return tuple(EnterpriseName(*row) for row in rows)


@dataclass(frozen=True)
class OnlineService:
    """Since when an enterprise agrees to be served in its account; None: it does not."""

    public_id: str
    name: str
    since: dt.datetime | None


def online_services(session: Session, enterprise_ids: Collection[int]) -> tuple[OnlineService, ...]:
    """The choice of each of these enterprises."""
    rows = session.execute(
        select(Enterprise.public_id, Enterprise.name, Enterprise.online_service_at)
        .where(Enterprise.id.in_(list(enterprise_ids)))
        .order_by(Enterprise.id)
    )
    return tuple(OnlineService(*row) for row in rows)
