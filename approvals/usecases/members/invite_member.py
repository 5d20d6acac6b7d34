"""An owner invites somebody into the enterprise: an account by its name, or whoever gets the link."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.membership import INVITATION_LASTS, OFFERED, MemberRole
from approvals.domain.refusals import Invalid
from approvals.models.applicants import Enterprise, Member
from approvals.models.members import Invitation, Mandate
from approvals.models.traces import Notification
from approvals.usecases.journal import post
from approvals.usecases.members.managing import give_mandate, is_given, link_again, managed, note, token_hash
from approvals.usecases.pressed_twice import just_invited
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor
from departments.models.people import Account, Post


def invite_member(
    *,
    enterprise: str,
    role: str,
    username: str = "",
    stored: Stored | None = None,
    valid_until: dt.date | None = None,
    projects: Collection[str] = (),
    seen: str = "",
    actor: Actor,
    now: dt.datetime,
) -> str:
    """Returns the token of the link, good once and for seven days; an account invited by its name finds it in its bell.
    An agent comes with a power of attorney (`stored`, its last day, the projects it names).

    Sent twice it is one invitation: for minutes an account keeps the link it was sent; any other link, which nobody can
    show again, is replaced within half a minute. `seen`: the newest open invitation that the person saw when it asked.

    Raises NotFound, NotAllowed 'manage_only', Invalid per field, also for the power of attorney.
    """
    if role not in OFFERED:
        raise Invalid({"role": ("not_offered", {})})
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        account_id = _account(session, row, username) if username else None
        same = {"enterprise_id": row.id, "role": role, "account_id": account_id, "invited_by": actor.account_id}
        there = just_invited(session, same, seen, now)
        paper: dict[str, Any] = {"stored": stored, "valid_until": valid_until, "projects": projects}
        if there is not None and (role != MemberRole.AGENT or is_given(session, there.mandate_id, **paper)):
            return link_again(session, there)
        mandate = give_mandate(session, row, role=MemberRole(role), **paper, actor=actor, now=now)
        invitation, token = _invitation(same, mandate, now)
        _send(session, invitation, row.name, token, now)
        note(session, row, "invited", new={"role": role, "who": username}, actor=actor, now=now)
        return token


def _invitation(same: dict[str, Any], mandate: Mandate | None, now: dt.datetime) -> tuple[Invitation, str]:
    """With the token of its link, of which nothing but the hash is kept."""
    token, until = secrets.token_urlsafe(32), now + INVITATION_LASTS
    mandate_id = mandate.id if mandate else None
    return Invitation(
        **same, token_hash=token_hash(token), mandate_id=mandate_id, invited_at=now, expires_at=until
    ), token


def _send(session: Session, invitation: Invitation, enterprise: str, token: str, now: dt.datetime) -> None:
    """Keep it; an account invited has a line in its bell, and its mail. The line has the token: nobody else can use it."""
    session.add(invitation)
    session.flush()
    if invitation.account_id is None:
        return
    line = Notification(
        key=f"invited:{invitation.id}", account_id=invitation.account_id, code="invited",
        params={"enterprise": enterprise, "token": token, "until_at": invitation.expires_at.isoformat()},
        created_at=now,
    )  # fmt: skip
    session.add(line)
    session.flush()
    post(session, queue="notice", kind="mail", key=f"mail:{line.key}", now=now, notification_id=line.id)


def _account(session: Session, enterprise: Enterprise, username: str) -> int:
    found = session.scalar(select(Account.id).where(Account.username == username, Account.is_active))
    if found is None:
        raise Invalid({"username": ("account_unknown", {})})
    mine = select(Member.id).where(Member.enterprise_id == enterprise.id, Member.account_id == found)
    if session.scalar(mine) is not None:
        raise Invalid({"username": ("already_member", {})})
    if session.scalar(select(Post.id).where(Post.account_id == found).limit(1)) is not None:
        raise Invalid({"username": ("member_is_official", {})})
    return found
