"""Unified social credit codes (统一社会信用代码, GB 32100-2015): which check failed, and on which character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 signs: I, O, S, V and Z are not used."""
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class CreditCodeFailure(StrEnum):
    EMPTY = "empty"
    LENGTH = "length"
    ALPHABET = "alphabet"
    REGION = "region"
    CHECK_CHARACTER = "check_character"
    ORGANISATION_CHECK = "organisation_check"
    OLD_CHECK = "old_check"


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """`code` is what was meant (normalised). `failure` refuses it; `warning` only says to look twice.

    `position` (1-18) and `found` name the first character outside the alphabet, or the check character; `expected` is
    what the check character should be; `length` is the length found.
    """

    code: str
    failure: CreditCodeFailure | None = None
    warning: CreditCodeFailure | None = None
    position: int | None = None
    found: str | None = None
    expected: str | None = None

    @property
    def is_valid(self) -> bool:
        return self.failure is None

    @property
    def length(self) -> int:
        return len(self.code)


def normalise(text: str) -> str:
    """Full-width to half-width, lower to upper case, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if not sign.isspace() and sign != "-")


def check(text: str) -> CreditCodeCheck:
    """Check length, alphabet, region digits and the 18th character strictly.

    The check character of the organisation code inside (the 17th) only warns: old registrations may violate it.
    """
    code = normalise(text)
    if not code:
        return CreditCodeCheck(code, CreditCodeFailure.EMPTY)
    for position, sign in enumerate(code, 1):
        if sign not in ALPHABET:
            return CreditCodeCheck(code, CreditCodeFailure.ALPHABET, position=position, found=sign)
    if len(code) != LENGTH:
        return CreditCodeCheck(code, CreditCodeFailure.LENGTH)
    for position, sign in enumerate(code[2:8], 3):
        if not sign.isdigit():
            return CreditCodeCheck(code, CreditCodeFailure.REGION, position=position, found=sign)
    expected = check_character(code[:17])
    if code[17] != expected:
        return CreditCodeCheck(code, CreditCodeFailure.CHECK_CHARACTER, position=18, found=code[17], expected=expected)
    organisation = organisation_check_character(code[8:16])
    if code[16] != organisation:
        warning = CreditCodeFailure.ORGANISATION_CHECK
        return CreditCodeCheck(code, warning=warning, position=17, found=code[16], expected=organisation)
    return CreditCodeCheck(code)


def check_character(first17: str) -> str:
    """The 18th character for the 17 before it."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714): letters count 10 (A) to 35 (Z)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def build(department: str, category: str, region6: str, organisation8: str) -> str:
    """A code with both check characters right, for demonstration data: `build("9", "1", "370114", "MA3C0001")`."""
    first17 = f"{department}{category}{region6}{organisation8}{organisation_check_character(organisation8)}"
    return first17 + check_character(first17)
