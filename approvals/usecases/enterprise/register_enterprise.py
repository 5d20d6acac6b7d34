"""An enterprise registers with its credit code; its first account is created with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.credit_code import CreditCodeCheck
from approvals.domain.old_codes import check_for_registration
from approvals.domain.refusals import Invalid
from approvals.models.applicants import Enterprise, Member
from departments.models.people import Account


def register_enterprise(
    *,
    username: str,
    password_hash: str,
    person_name: str,
    phone: str,
    email: str,
    uscc: str,
    enterprise_name: str,
    legal_representative: str,
    address: str,
    locale: str,
    agrees_online: bool = False,
    now: dt.datetime,
) -> int:
    """Create enterprise, account and membership; returns the account id. `agrees_online`: to be served in its account.

    An old code, or one whose 17th character does not fit, is taken and marked. Raises Invalid with every wrong field:
    credit code (GB 32100-2015), user name or enterprise already taken.
    """
    checked, mark = check_for_registration(uscc)
    with unit_of_work() as session:
        errors = _errors(session, username, checked.code, credit_code_error(checked))
        if errors:
            raise Invalid(errors)
        who = {"username": username, "name": person_name, "phone": phone, "email": email, "locale": locale}
        account = Account(**who, password_hash=password_hash, created_at=now)
        enterprise = Enterprise(
            uscc=checked.code, name=enterprise_name, legal_representative=legal_representative, address=address,
            phone=phone, online_service_at=now if agrees_online else None, created_at=now, code_mark=mark.value,
        )  # fmt: skip
        session.add_all([account, enterprise])
        session.flush()
        session.add(Member(account_id=account.id, enterprise_id=enterprise.id, role="owner"))
        return account.id


def credit_code_error(checked: CreditCodeCheck) -> dict[str, tuple[str, dict[str, Any]]]:
    """What is wrong with a credit code, as the refusal of its field; empty when nothing is."""
    if checked.failure is None:
        return {}
    facts = {
        "position": checked.position,
        "found": checked.found,
        "expected": checked.expected,
        "length": checked.length,
    }
    return {"uscc": (f"uscc_{checked.failure.value}", facts)}


def _errors(
    session: Session, username: str, uscc: str, errors: dict[str, tuple[str, dict[str, Any]]]
) -> dict[str, tuple[str, dict[str, Any]]]:
    if session.scalar(select(Account.id).where(Account.username == username)) is not None:
        errors["username"] = ("username_taken", {})
    if "uscc" not in errors and session.scalar(select(Enterprise.id).where(Enterprise.uscc == uscc)) is not None:
        errors["uscc"] = ("enterprise_taken", {})
    return errors
