"""Personal numbers as they may stand on a list: enough to recognise, not enough to use."""

from __future__ import annotations

SHOWN_FIRST, SHOWN_LAST = 3, 4
SHORT_NAME = 3


def masked(number: str) -> str:
    """13800000001 → 138****0001; a short number keeps only its last two figures."""
    if len(number) <= SHOWN_FIRST + SHOWN_LAST:
        return "*" * max(0, len(number) - 2) + number[-2:] if number else ""
    return f"{number[:SHOWN_FIRST]}{'*' * (len(number) - SHOWN_FIRST - SHOWN_LAST)}{number[-SHOWN_LAST:]}"


def masked_name(name: str) -> str:
    """明泉家居有限公司 → 明泉****公司, 林晓 → 林*: whoever holds the document recognises it, nobody else learns it."""
    if len(name) <= SHORT_NAME:
        return name[:1] + "*" * (len(name) - 1)
    shown = 2 if len(name) >= 2 * SHORT_NAME else 1
    return f"{name[:shown]}****{name[-shown:]}"
