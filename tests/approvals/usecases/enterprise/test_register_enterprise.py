"""An enterprise registers once, with a credit code that checks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.credit_code import build
from approvals.domain.refusals import Invalid
from approvals.models.applicants import Enterprise, Member
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from departments.models.people import Account
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]

CODE = build("9", "1", "370114", "MA3NEW01")


def register(**differently: Any) -> int:
    said: dict[str, Any] = {
        "username": "wang", "password_hash": "-", "person_name": "王新", "phone": "", "email": "", "uscc": CODE,
        "enterprise_name": "济南新店有限公司", "legal_representative": "王新", "address": "", "locale": "zh_Hans_CN",
        "now": at(MONDAY),
    } | differently  # fmt: skip
    return register_enterprise(**said)


def count(model: type[Any]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_account_enterprise_and_membership_come_together(cast: Cast) -> None:
    account = register()
    with reading() as session:
        member = session.scalars(select(Member).where(Member.account_id == account)).one()
        assert session.get_one(Enterprise, member.enterprise_id).uscc == CODE


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "uscc_check_character"),
        (CODE[:-1], "uscc_length"),
        ("I" + CODE[1:], "uscc_alphabet"),
        ("", "uscc_empty"),
    ],
)
def test_a_wrong_credit_code_says_which_check_failed_and_writes_nothing(cast: Cast, code: str, reason: str) -> None:
    before = count(Account), count(Enterprise)
    with pytest.raises(Invalid) as refused:
        register(uscc=code)
    assert refused.value.errors["uscc"][0] == reason
    assert (count(Account), count(Enterprise)) == before


def test_a_taken_name_and_a_taken_enterprise_are_told_together(cast: Cast) -> None:
    register()
    with pytest.raises(Invalid) as refused:
        register()
    assert {field: code for field, (code, _) in refused.value.errors.items()} == {
        "username": "username_taken",
        "uscc": "enterprise_taken",
    }


def test_a_code_in_small_letters_and_with_blanks_is_the_same_code(cast: Cast) -> None:
    register(uscc=f" {CODE.lower()} ")
    with pytest.raises(Invalid):
        register(username="li")
