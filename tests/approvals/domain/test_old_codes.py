"""Codes from before 2015 are taken when their own check digit is right, and marked."""

import pytest

from approvals.domain.credit_code import CreditCodeFailure, organisation_check_character
from approvals.domain.old_codes import CodeMark, check_for_registration
from approvals.domain.project_code import check_digit

NUMBER = "37018120001234" + check_digit("37018120001234")
ORGANISATION = "MA3C0001" + organisation_check_character("MA3C0001")


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        (NUMBER, CodeMark.REGISTRATION_NUMBER),
        (f"{ORGANISATION[:8]}-{ORGANISATION[8]}", CodeMark.ORGANISATION_CODE),
        ("914403001922038216", CodeMark.NONE),
    ],
)
def test_a_right_code_is_taken_and_an_old_one_marked(typed: str, mark: CodeMark) -> None:
    checked, found = check_for_registration(typed)
    assert (checked.is_valid, found) == (True, mark)
    assert checked.code == typed.replace("-", "")


@pytest.mark.parametrize("typed", ["12345678Q", NUMBER[:14] + str((int(NUMBER[14]) + 1) % 10)])
def test_a_mistyped_old_one_is_told_its_check_and_not_that_it_is_too_short(typed: str) -> None:
    assert check_for_registration(typed)[0].failure is CreditCodeFailure.OLD_CHECK


@pytest.mark.parametrize("typed", [NUMBER[:14] + str((int(NUMBER[14]) + 1) % 10), "91440300192203821", "12345678Q", ""])
def test_a_mistyped_one_stays_a_mistake(typed: str) -> None:
    checked, mark = check_for_registration(typed)
    assert (checked.is_valid, mark) == (False, CodeMark.NONE)
