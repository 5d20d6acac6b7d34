"""Somebody without an account follows an invitation: the account is made with the membership."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, Refusal
from approvals.usecases.members.joining_rows import join, open_invitation
from departments.domain.actor import Actor, Role
from departments.models.people import Account


def join_with_account(
    *,
    token: str,
    username: str,
    password_hash: str,
    person_name: str,
    phone: str,
    email: str,
    locale: str,
    actor: Actor,
    now: dt.datetime,
) -> int:
    """Returns the id of the new account. `actor` is nobody yet.

    Raises Refusal 'invitation_over', 'invitation_not_yours' when it is meant for an account that exists, Invalid
    'username_taken'.
    """
    with unit_of_work() as session:
        invitation = open_invitation(session, token, now)
        if invitation.account_id is not None:
            raise Refusal("invitation_not_yours")
        if session.scalar(select(Account.id).where(Account.username == username)) is not None:
            raise Invalid({"username": ("username_taken", {})})
        who = {"username": username, "name": person_name, "phone": phone, "email": email, "locale": locale}
        account = Account(**who, password_hash=password_hash, created_at=now)
        session.add(account)
        session.flush()
        join(session, invitation, Actor(account.id, account.name, frozenset({Role.APPLICANT})), now)
        return account.id
