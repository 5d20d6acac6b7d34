"""A case's state is computed from its tracks; the join fails closed."""

from __future__ import annotations

from collections.abc import Collection

from approvals.domain.states import BEFORE_ADMISSION, DECIDED, ENDED, CaseState, TrackState


def case_state(tracks: Collection[TrackState]) -> CaseState:
    """The state of a filed case.

    A case without tracks never concludes: a join over nothing means that something went wrong. A case is
    withdrawn when every item was; closed when nothing was ever admitted; concluded when every track it
    was given has ended and at least one was admitted.
    """
    if not tracks or all(state in BEFORE_ADMISSION for state in tracks):
        return CaseState.FILED
    if not all(state in ENDED for state in tracks):
        return CaseState.IN_REVIEW
    if all(state is TrackState.WITHDRAWN for state in tracks):
        return CaseState.WITHDRAWN
    admitted = DECIDED | {TrackState.TERMINATED, TrackState.RECALLED, TrackState.REVOKED, TrackState.CANCELLED}
    return CaseState.CONCLUDED if any(state in admitted for state in tracks) else CaseState.CLOSED
