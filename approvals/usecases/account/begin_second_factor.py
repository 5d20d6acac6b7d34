"""A person begins to set up the second factor."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.usecases.account.codes import Codes
from departments.domain.actor import Actor
from departments.models.people import Account


def begin_second_factor(*, codes: Codes, actor: Actor, now: dt.datetime) -> None:
    """Give the account a new secret, which counts for nothing until a code of it was typed (`now` is not stored).

    Raises Refusal 'second_factor_on' when one is in force.
    """
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        account = session.get_one(Account, actor.account_id, with_for_update=True)
        if account.totp_confirmed_at is not None:
            raise Refusal("second_factor_on")
        account.totp_secret, account.totp_last_step = codes.new_secret(), None
