"""Nine real new codes pass, old ones are accepted, and each failure has a name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.project_code import ProjectCodeFailure, ProjectCodeForm, build, check

REAL = [
    "2509-320193-89-01-544060",
    "2110-420118-89-01-577085",
    "2110-420118-89-01-564265",
    "2309-420683-04-01-282050",
    "2303-420802-04-01-615384",
    "2309-420116-04-01-189736",
    "2309-420130-04-01-853733",
    "2309-420683-04-01-318196",
    "2309-420683-04-01-106139",
    "2603-370114-04-01-123453",
]


@pytest.mark.parametrize("code", REAL)
def test_a_real_new_code_passes_with_or_without_hyphens(code: str) -> None:
    assert check(code).form is ProjectCodeForm.NEW
    assert check(code).is_valid
    assert check(code.replace("-", "")).code == code


@pytest.mark.parametrize("code", REAL)
def test_every_single_wrong_digit_of_a_new_serial_is_found(code: str) -> None:
    for place in range(18, 24):
        for digit in "0123456789":
            changed = code[:place] + digit + code[place + 1 :]
            assert changed == code or check(changed).failure is ProjectCodeFailure.CHECK_DIGIT


def test_an_old_code_is_accepted_without_a_check_digit() -> None:
    found = check("2018-370181-47-03-012345")
    assert (found.form, found.is_valid) == (ProjectCodeForm.OLD, True)
    assert check("2020-370114-47-03-012345").form is ProjectCodeForm.OLD
    assert check("2012-370114-04-01-012345").form is ProjectCodeForm.NEW


@pytest.mark.parametrize(
    "text, failure",
    [
        ("", ProjectCodeFailure.EMPTY),
        ("2603-370114-04-01-12345X", ProjectCodeFailure.CHARACTERS),
        ("-2603-370114-04-01-123453", ProjectCodeFailure.CHARACTERS),
        ("2603-370114-04-01-12345", ProjectCodeFailure.LENGTH),
        ("2603-370114-04-01-1234530", ProjectCodeFailure.LENGTH),
        ("260-3370114-04-01-123453", ProjectCodeFailure.GROUPS),
        ("2613-370114-04-01-123453", ProjectCodeFailure.MONTH),
        ("2600-370114-04-01-123453", ProjectCodeFailure.MONTH),
        ("2603-370114-04-01-123454", ProjectCodeFailure.CHECK_DIGIT),
    ],
)
def test_the_check_that_failed_is_named(text: str, failure: ProjectCodeFailure) -> None:
    assert check(text).failure is failure


def test_the_right_check_digit_and_the_number_of_digits_are_told() -> None:
    assert check("2603-370114-04-01-123454").expected == "3"
    assert check("2603-370114").digits == 10


def test_full_width_digits_other_dashes_and_spaces_are_forgiven() -> None:
    assert check(" ２６０３－370114—04–01−123453 ").code == "2603-370114-04-01-123453"


@given(st.dates(date(2020, 11, 1), date(2099, 12, 31)), st.integers(0, 99999))
def test_a_built_code_passes(month: date, serial: int) -> None:
    found = check(build(month, "370114", serial))
    assert (found.is_valid, found.form) == (True, ProjectCodeForm.NEW)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text: str) -> None:
    assert check(text).code is not None
