"""Somebody with an account follows an invitation."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.usecases.members.joining_rows import join, open_invitation
from departments.domain.actor import Actor
from departments.models.people import Post


def accept_invitation(*, token: str, actor: Actor, now: dt.datetime) -> None:
    """The actor becomes a member as the invitation says.

    Raises Refusal 'invitation_over', 'invitation_not_yours', 'already_member', 'member_is_official'.
    """
    with unit_of_work() as session:
        invitation = open_invitation(session, token, now)
        if invitation.account_id not in (None, actor.account_id):
            raise Refusal("invitation_not_yours")
        if session.scalar(select(Post.id).where(Post.account_id == actor.account_id).limit(1)) is not None:
            raise Refusal("member_is_official")
        join(session, invitation, actor, now)
