"""An entry of the credit record bars promises from its day until its last day or its repair."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.credit import CreditFact, CreditKind, bars_promises, check_repair, last_day
from approvals.domain.refusals import Invalid, Refusal

DAY = dt.date(2026, 3, 9)
NEXT = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("until_on", "repaired_on", "today", "bars"),
    [
        (None, None, dt.date(2036, 1, 1), True),
        (NEXT, None, NEXT, True),
        (NEXT, None, dt.date(2026, 3, 11), False),
        (None, NEXT, DAY, True),
        (None, NEXT, NEXT, False),
    ],
)
def test_an_entry_counts_to_its_last_day_and_not_from_its_repair_on(
    until_on: dt.date | None, repaired_on: dt.date | None, today: dt.date, bars: bool
) -> None:
    assert bars_promises(CreditFact(CreditKind.SANCTION, DAY, until_on, repaired_on), today) is bars


def test_a_ban_lasts_as_long_as_the_law_says_whatever_was_typed() -> None:
    assert last_day(CreditKind.BAN_78, DAY, NEXT) == dt.date(2027, 3, 9)
    assert last_day(CreditKind.BAN_79, DAY, None) == dt.date(2029, 3, 9)
    assert last_day(CreditKind.BAN_78, dt.date(2028, 2, 29), None) == dt.date(2029, 2, 28)


def test_a_sanction_lasts_as_told_but_never_ends_before_it_began() -> None:
    assert last_day(CreditKind.SANCTION, DAY, None) is None
    assert last_day(CreditKind.SANCTION, DAY, DAY) == DAY
    with pytest.raises(Invalid) as refused:
        last_day(CreditKind.SANCTION, NEXT, DAY)
    assert refused.value.errors == {"until_on": ("until_before", {})}


@pytest.mark.parametrize(
    ("kind", "repaired_on", "code"),
    [(CreditKind.SANCTION, DAY, "already_repaired"), (CreditKind.BAN_79, None, "ban_not_repairable")],
)
def test_an_entry_is_repaired_once_and_a_ban_never(kind: CreditKind, repaired_on: dt.date | None, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_repair(CreditFact(kind, DAY, None, repaired_on))
    assert refused.value.code == code


def test_a_broken_promise_can_be_repaired() -> None:
    check_repair(CreditFact(CreditKind.BROKEN_PROMISE, DAY))
