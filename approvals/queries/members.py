"""Members of an enterprise, invitations still open, and what was changed in its file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.membership import may_manage
from approvals.domain.permissions import require_whole
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Enterprise, Member, Project
from approvals.models.members import EnterpriseChange, Invitation, Mandate
from approvals.models.papers import StoredFile
from approvals.queries.version_files import refuse_unclean
from departments.domain.actor import Actor
from departments.models.people import Account

MOST_CHANGES = 50


@dataclass(frozen=True)
class MandateRow:
    """A power of attorney; `projects` by name, none: all of them."""

    public_id: str
    valid_until: dt.date
    projects: tuple[str, ...]


@dataclass(frozen=True)
class MemberRow:
    """`account` is its public id."""

    account: str
    name: str
    role: str
    phone: str
    mandate: MandateRow | None


@dataclass(frozen=True)
class InvitationRow:
    public_id: str
    role: str
    who: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class ChangeRow:
    """One line of the history."""

    kind: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Joining:
    """What somebody who follows a link reads before joining; `is_named`: it is meant for one account."""

    enterprise: str
    role: str
    expires_at: dt.datetime
    is_named: bool


def members_of(session: Session, enterprise_id: int) -> tuple[MemberRow, ...]:
    """Everybody who may act for it, oldest membership first; two statements."""
    projects: dict[int, str] = {
        row.id: row.name
        for row in session.execute(select(Project.id, Project.name).where(Project.enterprise_id == enterprise_id))
    }
    rows = session.execute(
        select(Account.public_id, Account.name, Account.phone, Member.role, Mandate)
        .join(Member, Member.account_id == Account.id)
        .outerjoin(Mandate, Mandate.id == Member.mandate_id)
        .where(Member.enterprise_id == enterprise_id)
        .order_by(Member.id)
    )
    return tuple(
        MemberRow(one.public_id, one.name, one.role, one.phone, _mandate(one.Mandate, projects)) for one in rows
    )


def _mandate(row: Mandate | None, projects: Mapping[int, str]) -> MandateRow | None:
    if row is None:
        return None
    return MandateRow(row.public_id, row.valid_until, tuple(projects.get(one, "") for one in row.project_ids))


def invitations_of(session: Session, enterprise_id: int, now: dt.datetime) -> tuple[InvitationRow, ...]:
    """Those that still open something."""
    rows = session.execute(
        select(Invitation.public_id, Invitation.role, Account.name, Invitation.expires_at)
        .outerjoin(Account, Account.id == Invitation.account_id)
        .where(
            Invitation.enterprise_id == enterprise_id, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id)
    )  # fmt: skip
    return tuple(InvitationRow(public_id, role, who or "", until) for public_id, role, who, until in rows)


def changes_of(session: Session, enterprise_id: int) -> tuple[ChangeRow, ...]:
    """The newest changes first."""
    rows = session.execute(
        select(EnterpriseChange, Account.name)
        .outerjoin(Account, Account.id == EnterpriseChange.by_id)
        .where(EnterpriseChange.enterprise_id == enterprise_id)
        .order_by(EnterpriseChange.id.desc())
        .limit(MOST_CHANGES)
    )
    return tuple(ChangeRow(row.kind, row.old, row.new, by or "", row.at) for row, by in rows)


def joining(session: Session, token: str, now: dt.datetime) -> Joining | None:
    """What the link says; None when it opens nothing (any more)."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    row = session.execute(
        select(Enterprise.name, Invitation)
        .join(Enterprise, Enterprise.id == Invitation.enterprise_id)
        .where(
            Invitation.token_hash == hashed, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return Joining(row.name, row.Invitation.role, row.Invitation.expires_at, row.Invitation.account_id is not None)


@dataclass(frozen=True)
class OwnCompany:
    """An enterprise as its own members see it."""

    id: int
    public_id: str
    name: str
    uscc: str
    legal_representative: str
    address: str
    contact_name: str
    phone: str
    role: str
    code_mark: str = ""

    @property
    def may_manage(self) -> bool:
        return may_manage(self.role)


def own_company(session: Session, public_id: str, actor: Actor) -> OwnCompany:
    """Raises NotFound for anybody else's."""
    row = session.execute(
        select(Enterprise, Member.role)
        .join(Member, Member.enterprise_id == Enterprise.id)
        .where(Enterprise.public_id == public_id, Member.account_id == actor.account_id)
    ).one_or_none()
    if row is None or row[0].id not in actor.enterprise_ids:
        raise NotFound
    one = row[0]
    require_whole(actor, one.id)
    return OwnCompany(
        one.id, one.public_id, one.name, one.uscc, one.legal_representative, one.address, one.contact_name, one.phone,
        row[1], one.code_mark,
    )  # fmt: skip


def mandate_file(session: Session, company: str, mandate: str, actor: Actor) -> StoredFile:
    """The power of attorney, for members of the enterprise. Raises NotFound, Refusal when it is not clean."""
    enterprise = own_company(session, company, actor)
    found = session.scalar(
        select(StoredFile)
        .join(Mandate, Mandate.file_id == StoredFile.id)
        .where(Mandate.public_id == mandate, Mandate.enterprise_id == enterprise.id)
    )
    if found is None:
        raise NotFound
    refuse_unclean(found)
    return found
