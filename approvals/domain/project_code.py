"""Unified project codes (项目代码): the form since November 2020 with its check digit, and the older one without."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_GROUPED = re.compile(r"\d+(?:-\d+)*", re.ASCII)
_GROUPS = (4, 6, 2, 2, 6)
MINUS = "\u2212"
_DIGITS = 20
_OLD_YEARS = range(2013, 2021)
"""An old code opens with its year; nothing a new code could open with, whose third and fourth digits are a month."""


class ProjectCodeForm(StrEnum):
    NEW = "new"
    OLD = "old"


class ProjectCodeFailure(StrEnum):
    EMPTY = "empty"
    CHARACTERS = "characters"
    LENGTH = "length"
    GROUPS = "groups"
    MONTH = "month"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class ProjectCodeCheck:
    """`code` is the normalised code with hyphens where its form is known; `expected` is the right check digit."""

    code: str
    form: ProjectCodeForm | None = None
    failure: ProjectCodeFailure | None = None
    digits: int = 0
    expected: str | None = None

    @property
    def is_valid(self) -> bool:
        return self.failure is None


def normalise(text: str) -> str:
    """Half-width digits, any dash a hyphen, no spaces."""
    plain = (sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace())
    return "".join("-" if unicodedata.category(sign) == "Pd" or sign == MINUS else sign for sign in plain)


def check(text: str) -> ProjectCodeCheck:
    """Which check a project code fails; hyphens may be left out, but not stand elsewhere.

    New: YYMM-RRRRRR-DD-TT-NNNNNC with C = ISO 7064 MOD 11,10 over the 19 digits before it. Old: YYYY-RRRRRR-II-TT-NNNNNN.
    """
    code = normalise(text)
    if not code:
        return ProjectCodeCheck(code, failure=ProjectCodeFailure.EMPTY)
    if not _GROUPED.fullmatch(code):
        return ProjectCodeCheck(code, failure=ProjectCodeFailure.CHARACTERS)
    digits = code.replace("-", "")
    if len(digits) != _DIGITS:
        return ProjectCodeCheck(code, failure=ProjectCodeFailure.LENGTH, digits=len(digits))
    hyphened = _hyphened(digits)
    if code not in (digits, hyphened):
        return ProjectCodeCheck(code, failure=ProjectCodeFailure.GROUPS, digits=_DIGITS)
    if int(digits[:4]) in _OLD_YEARS:
        return ProjectCodeCheck(hyphened, ProjectCodeForm.OLD, digits=_DIGITS)
    if not 1 <= int(digits[2:4]) <= 12:
        return ProjectCodeCheck(hyphened, failure=ProjectCodeFailure.MONTH, digits=_DIGITS)
    expected = check_digit(digits[:19])
    failure = None if digits[19] == expected else ProjectCodeFailure.CHECK_DIGIT
    return ProjectCodeCheck(hyphened, ProjectCodeForm.NEW, failure, _DIGITS, expected)


def check_digit(first19: str) -> str:
    """ISO 7064 MOD 11,10 over the 19 digits."""
    product = 10
    for digit in first19:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def build(month: date, region6: str, serial: int, department: str = "04", kind: str = "01") -> str:
    """A valid new code from its parts, for demonstration data; `serial` has at most five digits."""
    first19 = f"{month:%y%m}{region6}{department}{kind}{serial:05d}"
    return _hyphened(first19 + check_digit(first19))


def _hyphened(digits: str) -> str:
    groups, start = [], 0
    for width in _GROUPS:
        groups.append(digits[start : start + width])
        start += width
    return "-".join(groups)
