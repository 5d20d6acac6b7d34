"""What the applicant wants of each item that applies: now, later, or not at all because the result is there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from approvals.domain.plan import PlannedItem

LONGEST_NUMBER, LONGEST_ORGAN = 128, 255
FIRST_DAY = dt.date(1949, 10, 1)
"""No organ of today's state has issued anything before."""


class Choice(StrEnum):
    """An item without a choice is applied for now; DOUBTED is an officer's word on what was said to be there."""

    NOW = "now"
    HAVE = "have"
    LATER = "later"
    DOUBTED = "doubted"
    ELSEWHERE = "elsewhere"
    """Filed at the same time in another case of its package."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A result that the applicant has from elsewhere: its number, its day and the organ that issued it."""

    number: str
    issued_on: dt.date | None
    organ: str


def chosen(choices: Mapping[str, Any], choice: Choice) -> frozenset[str]:
    """The items for which this was chosen, as stored with the draft."""
    return frozenset(code for code, word in choices.items() if word == choice)


def not_here(choices: Mapping[str, Any]) -> frozenset[str]:
    """The items that this filing leaves out: put off, or filed in another case of the package."""
    return chosen(choices, Choice.LATER) | chosen(choices, Choice.ELSEWHERE)


def check_brought(brought: Brought, today: dt.date) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every field that cannot be right, as (code, params); the shape only: whether it is true, an officer says."""
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    number, organ = brought.number.strip(), brought.organ.strip()
    if not number:
        wrong["number"] = ("required", {})
    elif not any(letter.isdigit() for letter in number):
        wrong["number"] = ("brought_no_digit", {})
    if not organ:
        wrong["organ"] = ("required", {})
    if brought.issued_on is None:
        wrong["issued_on"] = ("required", {})
    elif not FIRST_DAY <= brought.issued_on <= today:
        wrong["issued_on"] = ("brought_day", {"today": today})
    return wrong


def held_up_by(items: Iterable[PlannedItem], code: str) -> Iterator[str]:
    """The items of a filing that cannot be granted (or accepted) before this one is: what putting it off holds up."""
    for planned in items:
        if code in planned.needs_first or any(wait.item == code for wait in planned.waits_for):
            yield planned.code
