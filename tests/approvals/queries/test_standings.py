"""States and lights folded into one word."""

from __future__ import annotations

import pytest

from approvals.domain.states import ENDED, TrackState
from approvals.queries.standings import OPEN, Standing, loudness, standing_of


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (TrackState.FILED, Standing.CHECKING),
        (TrackState.CORRECTION_OPEN, Standing.CORRECTION),
        (TrackState.AWAITING_UPSTREAM, Standing.UPSTREAM),
        (TrackState.QUEUED, Standing.ON),
        (TrackState.GRANTED, Standing.DONE),
        (TrackState.REFUSED, Standing.REFUSED),
        (TrackState.WITHDRAWN, Standing.GONE),
        (TrackState.NOT_REQUIRED, Standing.GONE),
    ],
)
def test_a_state_without_a_running_clock_has_its_own_standing(state: TrackState, standing: Standing) -> None:
    assert standing_of(state, None) is standing


def test_open_means_that_somebody_still_has_to_move() -> None:
    assert all((standing_of(state, None) in OPEN) is (state not in ENDED) for state in TrackState)


def test_past_the_law_is_the_loudest_and_gone_the_quietest() -> None:
    assert sorted(Standing, key=lambda standing: loudness(standing, None))[0] is Standing.OVER
    assert sorted(Standing, key=lambda standing: loudness(standing, None))[-1] is Standing.GONE
