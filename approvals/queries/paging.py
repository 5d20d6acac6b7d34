"""Lists are shown a page at a time; whoever asks for a page beyond the ends gets the nearest."""

from __future__ import annotations


def paged(asked: int, total: int, size: int) -> tuple[int, int]:
    """The page that is shown of `total` rows at `size` a page, and how many pages there are: one at least."""
    pages = max(1, -(-total // size))
    return min(max(1, asked), pages), pages
