"""A member leaves, or is sent away; what it did stays in the record."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.membership import check_removal
from approvals.models.applicants import Member
from approvals.usecases.members.managing import managed, member_of, note
from departments.domain.actor import Actor


def remove_member(*, enterprise: str, member: str, actor: Actor, now: dt.datetime) -> None:
    """The account acts no more for the enterprise, from its next click on. `member`: the account's public id.

    Raises NotFound, NotAllowed 'manage_only', Refusal 'last_owner'.
    """
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        found, account = member_of(session, row, member)
        roles = session.scalars(select(Member.role).where(Member.enterprise_id == row.id)).all()
        check_removal(found.role, roles)
        session.delete(found)
        note(session, row, "removed", new={"role": found.role, "who": account.name}, actor=actor, now=now)
