"""Whoever signs proves again to be that person: the second factor where it is set up, else the password."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext

from app.adapters.passwords import verify_password
from app.foundation.reading import reading
from app.foundation.wallclock import now as present
from app.web.identity import Identity, current_identity
from app.web.presenters.refusal_words import reason
from app.web.throttle import forget_failures, is_throttled, note_failure
from approvals.domain.refusals import Invalid
from approvals.usecases.account.pass_second_factor import pass_second_factor
from departments.queries.people import credentials

KIND = "sign"
PASSWORD, TOTP = "password", "totp"


def method_of_signing() -> str:
    """What this person is asked for: a code (totp) or the password."""
    who = current_identity()
    return TOTP if who is not None and who.person.has_second_factor else PASSWORD


def proves(code: Any, password: Any) -> bool:
    """Check the field that counts; what is wrong is said beside it. Too many guesses shut the door for a while."""
    who, field = current_identity(), code if method_of_signing() == TOTP else password
    wrong = gettext("请先登录。") if who is None else _wrong(who, str(field.data or "").strip())
    field.errors = [wrong] if wrong else []
    return not wrong


def _wrong(who: Identity, given: str) -> str | None:
    moment, name = present(), who.person.username
    if not given:
        by_code = method_of_signing() == TOTP
        return gettext("签名要输验证码。") if by_code else gettext("签名要再输一次密码。")
    if is_throttled(KIND, name, now=moment):
        return reason("too_many_attempts")
    if _is_right(who, given):
        forget_failures(KIND, name)
        return None
    note_failure(KIND, name, now=moment)
    return reason("code_wrong") if method_of_signing() == TOTP else reason("password_wrong")


def _is_right(who: Identity, given: str) -> bool:
    if method_of_signing() == TOTP:
        codes = current_app.extensions["binglian.codes"]
        try:
            pass_second_factor(
                account_id=who.person.account_id, code=given, codes=codes, actor=who.actor, now=present()
            )
        except Invalid:
            return False
        return True
    with reading() as session:
        known = credentials(session, who.person.username)
    return verify_password(known.password_hash if known else None, given)
