"""An operator takes away the second factor of a person who lost telephone and paper list."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.usecases.account.codes import end_sessions, forget
from departments.domain.actor import Actor, Role
from departments.models.people import Account


def reset_second_factor(*, username: str, actor: Actor, now: dt.datetime) -> bool:
    """Forget it and end every session of the person; False when there was none (`now` is not stored).

    Only the system does it, at the operator's command line. Raises NotFound for an unknown user name.
    """
    if Role.SYSTEM not in actor.roles:
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        account = session.scalar(select(Account).where(Account.username == username))
        if account is None:
            raise NotFound
        had = account.totp_secret is not None
        forget(session, account)
        end_sessions(session, account)
        return had
