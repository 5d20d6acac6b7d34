"""The enterprise's own data: who represents it, where it sits, whom to call."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.usecases.desk import require
from approvals.usecases.members.managing import managed, note
from departments.domain.actor import Actor


def change_enterprise(
    *,
    enterprise: str,
    legal_representative: str,
    address: str,
    contact_name: str,
    phone: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Keep what changed, and what it was before; nothing changed leaves no trace.

    Raises NotFound, NotAllowed 'manage_only', Invalid 'required' without a representative or an address.
    """
    require(legal_representative=legal_representative, address=address)
    given = {
        "legal_representative": legal_representative.strip(), "address": address.strip(),
        "contact_name": contact_name.strip(), "phone": phone.strip(),
    }  # fmt: skip
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        old = {name: getattr(row, name) for name, value in given.items() if getattr(row, name) != value}
        if not old:
            return
        for name in old:
            setattr(row, name, given[name])
        note(session, row, "changed", old=old, new={name: given[name] for name in old}, actor=actor, now=now)
