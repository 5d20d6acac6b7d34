"""What an enterprise's credit record says: sanctions, promises broken, and for how long each counts (fact sheet 1.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from approvals.domain.legal_days import years_after
from approvals.domain.refusals import Invalid, Refusal

LONGEST_REASON = 1_000


class CreditKind(StrEnum):
    """Why an entry was made."""

    SANCTION = "sanction"
    BROKEN_PROMISE = "broken_promise"
    FALSE_COMMITMENT = "false_commitment"
    BAN_78 = "ban_78"
    """Concealed or false material in an application (行政许可法 78): no such application for a year."""
    BAN_79 = "ban_79"
    """A licence got by fraud (行政许可法 79): no such application for three years."""


BAN_YEARS = {CreditKind.BAN_78: 1, CreditKind.BAN_79: 3}
RECORDED_BY_HAND = frozenset({CreditKind.SANCTION, CreditKind.BAN_78, CreditKind.BAN_79})
"""Broken and false promises come from their own case and are not typed in."""


@dataclass(frozen=True, slots=True)
class CreditFact:
    """One entry: when it was made, the last day it counts (None: until repaired), and since when it is repaired."""

    kind: CreditKind
    recorded_on: date
    until_on: date | None = None
    repaired_on: date | None = None


def bars_promises(entry: CreditFact, today: date) -> bool:
    """Whether the entry keeps the enterprise from promising today; the ordinary procedure is open all the same.

    The last day still counts; a repair counts from its own day on.
    """
    if entry.repaired_on is not None and today >= entry.repaired_on:
        return False
    return entry.until_on is None or today <= entry.until_on


def banned_items(entry: CreditFact, named: Collection[str], licences: Collection[str], today: date) -> frozenset[str]:
    """Which of these `licences` may not be applied for again today: those the ban names, or all where it names none.

    The law bars the licence that was applied for or got by deceit, and no other matter (行政许可法 78, 79): a filing, an
    opinion or a utility's reply is never meant.
    """
    if entry.kind not in BAN_YEARS or not bars_promises(entry, today):
        return frozenset()
    return frozenset(licences).intersection(named) if named else frozenset(licences)


def last_day(kind: CreditKind, recorded_on: date, until_on: date | None) -> date | None:
    """The last day an entry counts: as the law says for a ban, else as told. Raises Invalid `until_before`."""
    if kind in BAN_YEARS:
        return years_after(recorded_on, BAN_YEARS[kind])
    if until_on is not None and until_on < recorded_on:
        raise Invalid({"until_on": ("until_before", {})})
    return until_on


def check_repair(entry: CreditFact) -> None:
    """An entry is repaired once; a ban runs by law and is not repaired. Raises Refusal."""
    if entry.repaired_on is not None:
        raise Refusal("already_repaired", on=entry.repaired_on)
    if entry.kind in BAN_YEARS:
        raise Refusal("ban_not_repairable", until=entry.until_on)
