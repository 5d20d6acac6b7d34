"""Nine real codes pass; each way of being wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.credit_code import ALPHABET, CreditCodeFailure, build, check

REAL = [
    "914403001922038216",
    "9144030071526726XG",
    "91440300708461136T",
    "91110000802100433B",
    "91100000100003962T",
    "9144030010001686XA",
    "91440300192317458F",
    "91370200264574251E",
    "91330100799655058B",
]


@pytest.mark.parametrize("code", REAL)
def test_a_real_code_passes_both_checks(code: str) -> None:
    found = check(code)
    assert (found.code, found.failure, found.warning) == (code, None, None)


@pytest.mark.parametrize("code", REAL)
def test_any_other_last_character_fails_and_the_right_one_is_named(code: str) -> None:
    for sign in set(ALPHABET) - {code[17]}:
        found = check(code[:17] + sign)
        assert (found.failure, found.expected, found.found) == (CreditCodeFailure.CHECK_CHARACTER, code[17], sign)


@pytest.mark.parametrize(
    "text, failure, position",
    [
        ("", CreditCodeFailure.EMPTY, None),
        ("   ", CreditCodeFailure.EMPTY, None),
        ("9144030019220382", CreditCodeFailure.LENGTH, None),
        ("9144030019220382166", CreditCodeFailure.LENGTH, None),
        ("91370000706266601Q", CreditCodeFailure.CHECK_CHARACTER, 18),
        ("9I4403001922038216", CreditCodeFailure.ALPHABET, 2),
        ("91440300192203821O", CreditCodeFailure.ALPHABET, 18),
        ("S1440300192203821Z", CreditCodeFailure.ALPHABET, 1),
        ("91440300192203V216", CreditCodeFailure.ALPHABET, 15),
        ("91440300华922038216", CreditCodeFailure.ALPHABET, 9),
        ("9144A3001922038216", CreditCodeFailure.REGION, 5),
    ],
)
def test_the_check_that_failed_is_named(text: str, failure: CreditCodeFailure, position: int | None) -> None:
    found = check(text)
    assert (found.failure, found.position, found.is_valid) == (failure, position, False)


def test_full_width_lower_case_spaces_and_hyphens_are_forgiven() -> None:
    assert check(" ９１４４０３００-7152 6726xg\u3000").code == "9144030071526726XG"
    assert check("９１４４０３００71526726ｘｇ").is_valid


def test_a_wrong_organisation_check_only_warns() -> None:
    old = "9144030019220382"
    codes = [old + seventeenth for seventeenth in "023456789"]
    for first17 in codes:
        total = next(sign for sign in ALPHABET if check(first17 + sign).failure is None)
        found = check(first17 + total)
        assert found.is_valid
        assert (found.warning, found.position, found.expected) == (CreditCodeFailure.ORGANISATION_CHECK, 17, "1")


@given(st.text(ALPHABET, min_size=8, max_size=8), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_built_code_passes_and_one_changed_character_never_does(organisation: str, place: int, sign: str) -> None:
    code = build("9", "1", "370114", organisation)
    found = check(code)
    assert (found.failure, found.warning) == (None, None)
    changed = code[:place] + sign + code[place + 1 :]
    assert changed == code or not check(changed).is_valid


@given(st.text(max_size=25))
def test_no_text_breaks_the_check(text: str) -> None:
    assert check(text).code is not None
