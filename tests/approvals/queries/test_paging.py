from __future__ import annotations

import pytest

from approvals.queries.paging import paged


@pytest.mark.parametrize(
    ("asked", "total", "shown"),
    [(1, 0, (1, 1)), (7, 0, (1, 1)), (2, 50, (1, 1)), (2, 51, (2, 2)), (-3, 101, (1, 3)), (10**9, 101, (3, 3))],
)
def test_a_page_beyond_the_ends_is_the_nearest_and_an_empty_list_has_one(
    asked: int, total: int, shown: tuple[int, int]
) -> None:
    assert paged(asked, total, 50) == shown
