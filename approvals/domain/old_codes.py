"""Codes from before the unified social credit code (2015): taken softly at registration, marked for later.

A business registration number (工商注册号, GS 15-2006) has 15 digits, the last one ISO 7064 MOD 11,10 over the others; an
organisation code (组织机构代码, GB 11714) eight signs and a check character.
"""

from __future__ import annotations

from enum import StrEnum

from approvals.domain.credit_code import (
    CreditCodeCheck,
    CreditCodeFailure,
    check,
    normalise,
    organisation_check_character,
)
from approvals.domain.project_code import check_digit

_NUMBER, _ORGANISATION = 15, 9


class CodeMark(StrEnum):
    """Why the code of an enterprise is to be looked at again."""

    NONE = ""
    ORGANISATION_CHECK = "organisation_check"
    REGISTRATION_NUMBER = "registration_number"
    ORGANISATION_CODE = "organisation_code"


def old_code(text: str) -> CodeMark:
    """Which old code this is, its own check digit right; NONE when it is none."""
    code = normalise(text)
    if len(code) == _NUMBER and code.isascii() and code.isdigit() and check_digit(code[:14]) == code[14]:
        return CodeMark.REGISTRATION_NUMBER
    is_plain = code.isascii() and code.isalnum()
    if len(code) == _ORGANISATION and is_plain and organisation_check_character(code[:8]) == code[8]:
        return CodeMark.ORGANISATION_CODE
    return CodeMark.NONE


def check_for_registration(text: str) -> tuple[CreditCodeCheck, CodeMark]:
    """As `check`, but an old code is no failure: it is taken, and marked; so is a 17th character that does not fit.

    What is as long as an old code and fails its check digit is told so: its owner typed no 18 signs and never meant to.
    """
    checked = check(text)
    if checked.failure is None:
        return checked, CodeMark.ORGANISATION_CHECK if checked.warning is not None else CodeMark.NONE
    mark = old_code(text)
    if mark:
        return CreditCodeCheck(checked.code), mark
    if checked.failure is CreditCodeFailure.LENGTH and _looks_old(checked.code):
        return CreditCodeCheck(checked.code, CreditCodeFailure.OLD_CHECK), mark
    return checked, mark


def _looks_old(code: str) -> bool:
    return len(code) == _ORGANISATION or (len(code) == _NUMBER and code.isdigit())
