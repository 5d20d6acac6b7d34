"""An agent gets a new power of attorney; the former one is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.membership import MemberRole
from approvals.domain.refusals import NotFound
from approvals.usecases.members.managing import give_mandate, managed, member_of, note
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def renew_mandate(
    *,
    enterprise: str,
    member: str,
    stored: Stored | None,
    valid_until: dt.date | None,
    projects: Collection[str],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """The new one counts from now on; the one that counts already changes nothing.

    Raises NotFound, also for a member that is no agent; NotAllowed, Invalid.
    """
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        found, account = member_of(session, row, member)
        if found.role != MemberRole.AGENT:
            raise NotFound
        mandate = give_mandate(
            session, row, role=MemberRole.AGENT, stored=stored, valid_until=valid_until, projects=projects,
            former=found.mandate_id, actor=actor, now=now,
        )  # fmt: skip
        if mandate is not None and mandate.id != found.mandate_id:
            found.mandate_id = mandate.id
            told = {"who": account.name, "until": mandate.valid_until.isoformat()}
            note(session, row, "mandate_renewed", new=told, actor=actor, now=now)
