"""A person proves that the telephone knows the secret; from now on a password alone does not open the account."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed, Refusal
from approvals.usecases.account.codes import Codes, end_sessions
from departments.domain.actor import Actor
from departments.models.people import Account, RecoveryCode


def confirm_second_factor(
    *, code: str, session_hash: str | None, codes: Codes, actor: Actor, now: dt.datetime
) -> list[str]:
    """Put the second factor in force; returns the recovery codes, which nobody can show again.

    Every other session of the person ends; `session_hash` names the one that stays. Raises Invalid for a wrong code,
    Refusal 'second_factor_not_begun' or 'second_factor_on'.
    """
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    with unit_of_work() as session:
        account = session.get_one(Account, actor.account_id, with_for_update=True)
        if account.totp_confirmed_at is not None:
            raise Refusal("second_factor_on")
        if account.totp_secret is None:
            raise Refusal("second_factor_not_begun")
        step = codes.step_of(account.totp_secret, code, now)
        if step is None:
            raise Invalid({"code": ("code_wrong", {})})
        account.totp_confirmed_at, account.totp_last_step = now, step
        made = codes.new_recovery_codes()
        session.add_all(RecoveryCode(account_id=account.id, code_hash=codes.recovery_hash(one)) for one in made)
        end_sessions(session, account, but=session_hash)
        return made
