"""The case's state follows from its tracks, and fails closed."""

import pytest

from approvals.domain.case_flow import case_state
from approvals.domain.states import CaseState, TrackState

S = TrackState


@pytest.mark.parametrize(
    "tracks, state",
    [
        ([], CaseState.FILED),
        ([S.FILED, S.CORRECTION_OPEN], CaseState.FILED),
        ([S.FILED, S.WITHDRAWN], CaseState.FILED),
        ([S.CORRECTION_OPEN, S.INADMISSIBLE, S.NOT_REQUIRED], CaseState.FILED),
        ([S.FILED, S.QUEUED], CaseState.IN_REVIEW),
        ([S.FILED, S.GRANTED], CaseState.IN_REVIEW),
        ([S.AWAITING_UPSTREAM, S.REFUSED], CaseState.IN_REVIEW),
        ([S.GRANTED, S.REFUSED, S.WITHDRAWN], CaseState.CONCLUDED),
        ([S.TERMINATED, S.LAPSED], CaseState.CONCLUDED),
        ([S.WITHDRAWN, S.WITHDRAWN], CaseState.WITHDRAWN),
        ([S.WITHDRAWN, S.LAPSED, S.INADMISSIBLE], CaseState.CLOSED),
    ],
)
def test_the_state_of_a_case_follows_from_its_tracks(tracks: list[TrackState], state: CaseState) -> None:
    assert case_state(tracks) is state
