"""Where a track stands, in one word: the states of the flow and the lights of the clock folded for a board cell."""

from __future__ import annotations

from enum import StrEnum

from approvals.domain.clock import Light, Reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.states import BEFORE_ADMISSION, DECIDED, ENDED, TrackState


class Standing(StrEnum):
    """From the loudest to the quietest: a cell with several tracks shows the first of these."""

    OVER = "over"
    LATE = "late"
    WARN = "warn"
    ON = "on"
    PAUSED = "paused"
    UPSTREAM = "upstream"
    CHECKING = "checking"
    CORRECTION = "correction"
    REFUSED = "refused"
    DONE = "done"
    GONE = "gone"


ORDER = tuple(Standing)
RUNNING = frozenset({Standing.OVER, Standing.LATE, Standing.WARN, Standing.ON, Standing.PAUSED})
OVERDUE = frozenset({Standing.OVER, Standing.LATE})
OPEN = RUNNING | {Standing.UPSTREAM, Standing.CHECKING, Standing.CORRECTION}
BY_LIGHT = {Light.WARNING: Standing.WARN, Light.PAUSED: Standing.PAUSED, Light.ON_TRACK: Standing.ON}


def standing_of(state: TrackState, reading: Reading | None) -> Standing:
    """The standing of one track; `reading` is None while no clock of it has started."""
    if state in ENDED:
        if state is TrackState.REFUSED:
            return Standing.REFUSED
        return Standing.DONE if state in DECIDED else Standing.GONE
    if state in BEFORE_ADMISSION:
        return Standing.CHECKING if state is TrackState.FILED else Standing.CORRECTION
    if state is TrackState.AWAITING_UPSTREAM:
        return Standing.UPSTREAM
    if reading is None:
        return Standing.ON
    if reading.light is Light.OVERDUE:
        return Standing.OVER if reading.clock is ClockName.STATUTORY else Standing.LATE
    return BY_LIGHT.get(reading.light, Standing.ON)


def loudness(standing: Standing, reading: Reading | None) -> tuple[int, int]:
    """Sort key: the loudest first; among equals the one with the fewest days left."""
    headline = reading.headline if reading else None
    return ORDER.index(standing), headline.remaining if headline else 0
