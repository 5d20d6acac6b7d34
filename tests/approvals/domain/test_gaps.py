"""Everything that is missing is named at once; a paper only warns."""

from __future__ import annotations

from approvals.domain.gaps import Gap, gaps


def test_everything_missing_is_named_in_the_order_of_the_steps() -> None:
    found = gaps(["building_use"], ["M012", "M018"], promises=True)
    assert found == (
        Gap("answer", "building_use"), Gap("paper", "M012"), Gap("paper", "M018"), Gap("signature"), Gap("declaration"),
    )  # fmt: skip


def test_a_missing_paper_warns_and_everything_else_blocks() -> None:
    assert [one.blocks for one in gaps(["a"], ["M001"], promises=True)] == [True, False, True, True]


def test_nothing_is_signed_where_nothing_is_promised() -> None:
    assert gaps([], [], promises=False) == (Gap("declaration"),)
