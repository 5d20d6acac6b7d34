"""A person takes the second factor away: the password was asked at the door, the code is asked here."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.usecases.account.codes import Codes, forget, spend
from departments.domain.actor import Actor
from departments.models.people import Account


def turn_off_second_factor(*, code: str, codes: Codes, actor: Actor, now: dt.datetime) -> None:
    """Forget secret and recovery codes; raises Invalid for a wrong code or one that was used before."""
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        account = session.get_one(Account, actor.account_id)
        if account.totp_confirmed_at is None or not spend(session, account, code, codes, now):
            raise Invalid({"code": ("code_wrong", {})})
        forget(session, account)
