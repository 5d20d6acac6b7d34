"""How far a numbered letter is on its way to paper, as its pages say it."""

from __future__ import annotations

from enum import StrEnum

SEAL_AWAY = "SealUnavailable"
"""How the failure of a letter begins whose key could not be reached."""


class Making(StrEnum):
    """What happens to a letter whose bytes are not there yet."""

    PRINTING = "printing"
    AWAITING_SEAL = "awaiting_seal"
    STUCK = "stuck"


def awaits_seal(failure: str) -> bool:
    """Whether the letter only waits for the key: nothing is wrong with it."""
    return failure.startswith(SEAL_AWAY)


def making(failure: str) -> Making:
    """`failure` is the last one noted with the letter, empty when there was none."""
    if not failure:
        return Making.PRINTING
    return Making.AWAITING_SEAL if awaits_seal(failure) else Making.STUCK
