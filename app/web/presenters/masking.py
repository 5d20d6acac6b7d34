"""Personal numbers as they may stand on a list: enough to recognise, not enough to use."""

from __future__ import annotations

SHOWN_FIRST, SHOWN_LAST = 3, 4


def masked(number: str) -> str:
    """13800000001 → 138****0001; a short number keeps only its last two figures."""
    if len(number) <= SHOWN_FIRST + SHOWN_LAST:
        return "*" * max(0, len(number) - 2) + number[-2:] if number else ""
    return f"{number[:SHOWN_FIRST]}{'*' * (len(number) - SHOWN_FIRST - SHOWN_LAST)}{number[-SHOWN_LAST:]}"
