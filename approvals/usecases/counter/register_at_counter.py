"""An enterprise without an account is registered at the counter; a link lets its own people in."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.membership import INVITATION_LASTS, MemberRole
from approvals.domain.old_codes import check_for_registration
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.models.applicants import Enterprise
from approvals.models.members import Invitation
from approvals.usecases.desk import require
from approvals.usecases.enterprise.register_enterprise import credit_code_error
from approvals.usecases.members.managing import link_again, note, token_hash
from approvals.usecases.pressed_twice import just_invited
from departments.domain.actor import Actor
from departments.domain.permissions import may


def register_at_counter(
    *, uscc: str, name: str, legal_representative: str, address: str, phone: str, actor: Actor, now: dt.datetime
) -> str:
    """Returns the token of the link by which its first owner comes in, good once and for seven days, and not kept.

    Sent twice within half a minute, word for word, it is one registration: the link is a new one in place of the first.

    An old code, or one whose 17th character does not fit, is taken and marked, as at the registration on one's own.
    Raises Invalid: what is wrong with the code, 'enterprise_taken', or a field without words.
    """
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    require(name=name, legal_representative=legal_representative)
    checked, mark = check_for_registration(uscc)
    if wrong := credit_code_error(checked):
        raise Invalid(wrong)
    given = {
        "uscc": checked.code, "name": name.strip(), "legal_representative": legal_representative.strip(),
        "address": address.strip(), "phone": phone.strip(), "code_mark": mark.value,
    }  # fmt: skip
    with unit_of_work() as session:
        there = session.scalar(select(Enterprise).where(Enterprise.uscc == checked.code).with_for_update())
        if there is not None:
            return _link_again(session, there, given, actor, now)
        row = Enterprise(**given, created_at=now)
        session.add(row)
        session.flush()
        token = secrets.token_urlsafe(32)
        invitation = Invitation(
            **_invited(row, actor), token_hash=token_hash(token), invited_at=now, expires_at=now + INVITATION_LASTS
        )
        session.add(invitation)
        note(session, row, "invited", new={"role": MemberRole.OWNER.value, "who": ""}, actor=actor, now=now)
        return token


def _invited(enterprise: Enterprise, actor: Actor) -> dict[str, Any]:
    """The first owner, whoever that is."""
    role = MemberRole.OWNER.value
    return {"enterprise_id": enterprise.id, "role": role, "account_id": None, "invited_by": actor.account_id}


def _link_again(
    session: Session, enterprise: Enterprise, given: Mapping[str, str], actor: Actor, now: dt.datetime
) -> str:
    """Of what this clerk has registered just now in these words, while nobody has come in."""
    is_same = all(getattr(enterprise, name) == value for name, value in given.items())
    there = just_invited(session, _invited(enterprise, actor), "", now) if is_same else None
    if there is None:
        raise Invalid({"uscc": ("enterprise_taken", {})})
    return link_again(session, there)
