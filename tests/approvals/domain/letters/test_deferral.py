"""A promise has its own day, and its letter names each item once."""

from __future__ import annotations

import pytest

from approvals.domain.letters.deferral import PromiseLine
from approvals.domain.letters.frame import MissingElement
from tests.letters.samples import LX05, M018, deferral_commitment


def test_a_promise_without_a_day_is_none() -> None:
    with pytest.raises(MissingElement, match="working days"):
        PromiseLine(paper=M018, item=LX05, working_days=0, reason="正在检查验收")


def test_one_paper_owed_for_two_items_is_two_promises_and_each_item_is_named_once() -> None:
    letter = deferral_commitment()
    assert [line.item.code for line in letter.promises] == ["LX-05", "LX-13", "LX-10"]
    twice = deferral_commitment(promises=letter.promises + letter.promises[:1])
    assert [item.code for item in twice.items] == ["LX-05", "LX-13", "LX-10"]
