"""An owner takes an invitation back before it was used."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotFound
from approvals.models.members import Invitation
from approvals.usecases.members.managing import managed, note
from departments.domain.actor import Actor


def withdraw_invitation(*, enterprise: str, invitation: str, actor: Actor, now: dt.datetime) -> None:
    """It opens nothing any more; one that was used or taken back already stays as it is."""
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        found = session.scalar(
            select(Invitation).where(Invitation.public_id == invitation, Invitation.enterprise_id == row.id)
        )
        if found is None:
            raise NotFound
        if found.used_at is None and found.withdrawn_at is None:
            found.withdrawn_at = now
            note(session, row, "invitation_withdrawn", new={"role": found.role}, actor=actor, now=now)
