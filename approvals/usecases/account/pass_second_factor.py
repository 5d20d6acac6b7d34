"""A person who knows the password shows the second factor."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid
from approvals.usecases.account.codes import Codes, spend
from departments.domain.actor import Actor
from departments.models.people import Account


def pass_second_factor(*, account_id: int, code: str, codes: Codes, actor: Actor, now: dt.datetime) -> None:
    """Use up one code of the account; raises Invalid for a wrong one or one that was used before.

    `actor` is nobody yet: who may sign in follows from this.
    """
    with unit_of_work() as session:
        account = session.get_one(Account, account_id)
        if account.totp_confirmed_at is None or not spend(session, account, code, codes, now):
            raise Invalid({"code": ("code_wrong", {})})
