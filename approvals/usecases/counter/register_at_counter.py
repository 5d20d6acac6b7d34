"""An enterprise without an account is registered at the counter; a link lets its own people in."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.membership import INVITATION_LASTS, MemberRole
from approvals.domain.old_codes import check_for_registration
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.models.applicants import Enterprise
from approvals.models.members import Invitation
from approvals.usecases.desk import require
from approvals.usecases.enterprise.register_enterprise import credit_code_error
from approvals.usecases.members.managing import note, token_hash
from departments.domain.actor import Actor
from departments.domain.permissions import may


def register_at_counter(
    *, uscc: str, name: str, legal_representative: str, address: str, phone: str, actor: Actor, now: dt.datetime
) -> str:
    """Returns the token of the link by which its first owner comes in, good once and for seven days, and not kept.

    An old code, or one whose 17th character does not fit, is taken and marked, as at the registration on one's own.
    Raises Invalid: what is wrong with the code, 'enterprise_taken', or a field without words.
    """
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    require(name=name, legal_representative=legal_representative)
    checked, mark = check_for_registration(uscc)
    if wrong := credit_code_error(checked):
        raise Invalid(wrong)
    with unit_of_work() as session:
        if session.scalar(select(Enterprise.id).where(Enterprise.uscc == checked.code)) is not None:
            raise Invalid({"uscc": ("enterprise_taken", {})})
        row = Enterprise(
            uscc=checked.code, name=name.strip(), legal_representative=legal_representative.strip(),
            address=address.strip(), phone=phone.strip(), created_at=now, code_mark=mark.value,
        )  # fmt: skip
        session.add(row)
        session.flush()
        token = secrets.token_urlsafe(32)
        session.add(
            Invitation(
                enterprise_id=row.id, role=MemberRole.OWNER.value, token_hash=token_hash(token),
                invited_by=actor.account_id, invited_at=now, expires_at=now + INVITATION_LASTS,
            )
        )  # fmt: skip
        note(session, row, "invited", new={"role": MemberRole.OWNER.value, "who": ""}, actor=actor, now=now)
        return token
