"""What every verb about an enterprise and its members begins and ends with."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.membership import MemberRole, check_mandate, require_manager
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import Enterprise, Member, Project
from approvals.models.members import EnterpriseChange, Invitation, Mandate
from approvals.models.papers import StoredFile
from approvals.models.traces import Notification
from approvals.usecases.enterprise.paper_versions import keep_file
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor
from departments.models.people import Account


def own_enterprise(session: Session, public_id: str, actor: Actor) -> Enterprise:
    """An enterprise of the actor's, locked. Raises NotFound for anybody else's."""
    row = session.scalar(select(Enterprise).where(Enterprise.public_id == public_id).with_for_update())
    if row is None or row.id not in actor.enterprise_ids:
        raise NotFound
    return row


def managed(session: Session, public_id: str, actor: Actor) -> Enterprise:
    """An enterprise that the actor manages, locked. Raises NotFound, NotAllowed 'manage_only' for any other member."""
    row = own_enterprise(session, public_id, actor)
    role = session.scalar(
        select(Member.role).where(Member.enterprise_id == row.id, Member.account_id == actor.account_id)
    )
    require_manager(role, actor.name)
    return row


def member_of(session: Session, enterprise: Enterprise, account: str) -> tuple[Member, Account]:
    """A member by the public id of the account. Raises NotFound."""
    found = session.execute(
        select(Member, Account)
        .join(Account, Account.id == Member.account_id)
        .where(Member.enterprise_id == enterprise.id, Account.public_id == account)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def give_mandate(
    session: Session,
    enterprise: Enterprise,
    *,
    role: MemberRole,
    stored: Stored | None,
    valid_until: dt.date | None,
    projects: Collection[str],
    former: int | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Mandate | None:
    """The power of attorney an agent comes with, or its `former` one when that is the same; `projects` by public id,
    none: all. Raises Invalid per field.
    """
    check_mandate(role, valid_until, stored is not None, local_day(now))
    if role is not MemberRole.AGENT or stored is None or valid_until is None:
        return None
    if is_given(session, former, stored, valid_until, projects):
        return session.get(Mandate, former)
    mine = select(Project.id).where(Project.enterprise_id == enterprise.id, Project.public_id.in_(list(projects)))
    named = session.scalars(mine.order_by(Project.id)).all()
    if len(named) != len(set(projects)):
        raise Invalid({"projects": ("not_offered", {})})
    mandate = Mandate(
        enterprise_id=enterprise.id, file_id=keep_file(session, stored, now).id, valid_until=valid_until,
        project_ids=list(named), given_by=actor.account_id, given_at=now,
    )  # fmt: skip
    session.add(mandate)
    session.flush()
    return mandate


def is_given(
    session: Session,
    mandate_id: int | None,
    stored: Stored | None,
    valid_until: dt.date | None,
    projects: Collection[str],
) -> bool:
    """Whether this power of attorney is that one: the same bytes, last day and projects."""
    mandate = session.get(Mandate, mandate_id) if mandate_id is not None else None
    if mandate is None or stored is None or mandate.valid_until != valid_until:
        return False
    named = session.scalars(select(Project.public_id).where(Project.id.in_(mandate.project_ids))).all()
    bytes_given = session.scalar(select(StoredFile.sha256).where(StoredFile.id == mandate.file_id))
    return set(named) == set(projects) and bytes_given == stored.sha256


def note(
    session: Session,
    enterprise: Enterprise,
    kind: str,
    *,
    new: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
    old: Mapping[str, Any] | None = None,
) -> None:
    """Append to the history of the file."""
    session.add(
        EnterpriseChange(
            enterprise_id=enterprise.id, kind=kind, old=dict(old or {}), new=dict(new), by_id=actor.account_id, at=now
        )
    )


def link_again(session: Session, invitation: Invitation) -> str:
    """The token of a link made a moment ago: the one its account was sent, or a new one in place of what nobody saw."""
    if invitation.account_id is not None:
        key = f"invited:{invitation.id}"
        sent = session.scalar(select(Notification.params).where(Notification.key == key))
        if sent is not None:
            return str(sent["token"])
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    return token


def token_hash(token: str) -> str:
    """What the database keeps of the token of a link."""
    return hashlib.sha256(token.encode()).hexdigest()
