"""An invitation that is still good, and the membership it makes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import Refusal
from approvals.models.applicants import Enterprise, Member
from approvals.models.members import Invitation
from approvals.usecases.members.managing import note, token_hash
from departments.domain.actor import Actor


def open_invitation(session: Session, token: str, now: dt.datetime) -> Invitation:
    """Locked; raises Refusal 'invitation_over' when it was used, taken back, is too old or never was."""
    found = session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update())
    if found is None or found.used_at is not None or found.withdrawn_at is not None or found.expires_at <= now:
        raise Refusal("invitation_over")
    return found


def join(session: Session, invitation: Invitation, actor: Actor, now: dt.datetime) -> None:
    """The invitation is used up; what it says is what the member may do. Raises Refusal 'already_member'."""
    mine = select(Member.id).where(
        Member.enterprise_id == invitation.enterprise_id, Member.account_id == actor.account_id
    )
    if session.scalar(mine) is not None:
        raise Refusal("already_member")
    invitation.used_by, invitation.used_at = actor.account_id, now
    session.add(
        Member(
            account_id=actor.account_id, enterprise_id=invitation.enterprise_id, role=invitation.role,
            mandate_id=invitation.mandate_id,
        )
    )  # fmt: skip
    enterprise = session.get_one(Enterprise, invitation.enterprise_id)
    note(session, enterprise, "joined", new={"role": invitation.role, "who": actor.name}, actor=actor, now=now)
