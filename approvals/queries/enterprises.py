"""Enterprises an account may act for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.membership import mandate_of
from approvals.models.applicants import Enterprise, Member
from approvals.models.members import Mandate as MandateRow
from departments.domain.actor import Mandate


@dataclass(frozen=True)
class EnterpriseName:
    """An enterprise as the mast shows it, and as what the account acts for it; an agent until which day, and where."""

    id: int
    public_id: str
    name: str
    uscc: str
    role: str
    until: dt.date | None
    projects: tuple[int, ...]


def enterprises_of(session: Session, account_id: int) -> tuple[EnterpriseName, ...]:
    """The enterprises of an account, oldest membership first."""
    rows = session.execute(
        select(
            Enterprise.id, Enterprise.public_id, Enterprise.name, Enterprise.uscc, Member.role,
            MandateRow.valid_until, MandateRow.project_ids,
        )
        .join(Member, Member.enterprise_id == Enterprise.id)
        .outerjoin(MandateRow, MandateRow.id == Member.mandate_id)
        .where(Member.account_id == account_id)
        .order_by(Member.id)
    )  # fmt: skip
    return tuple(
        EnterpriseName(
            row.id, row.public_id, row.name, row.uscc, row.role, row.valid_until, tuple(row.project_ids or ())
        )
        for row in rows
    )


def mandates_of(enterprises: Collection[EnterpriseName], today: dt.date) -> tuple[Mandate, ...]:
    """What binds the account where it is an agent only."""
    bound = (mandate_of(one.id, one.role, one.until, one.projects, today) for one in enterprises)
    return tuple(mandate for mandate in bound if mandate is not None)


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
