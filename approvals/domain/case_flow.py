"""A case's state is computed from its tracks; the join fails closed."""

from __future__ import annotations

from collections.abc import Collection

from approvals.domain.states import BEFORE_ADMISSION, DECIDED, UNDECIDED, CaseState, TrackState

HANDLED = DECIDED | {TrackState.TERMINATED, TrackState.RECALLED, TrackState.REVOKED, TrackState.CANCELLED}
"""Ends of an item that a department had in its hands."""


def case_state(tracks: Collection[TrackState]) -> CaseState:
    """The state of a filed case.

    It is filed while every item that still runs is at the window or with the applicant and none was decided: an item
    that ended before admission does not put the others into review. A case without tracks never concludes: a join over
    nothing means that something went wrong. A case is withdrawn when every item was; closed when nothing was ever
    admitted; concluded when every track it was given has ended and at least one was admitted.
    """
    running = [state for state in tracks if state in UNDECIDED]
    was_handled = any(state in HANDLED for state in tracks)
    if not tracks or (running and not was_handled and all(state in BEFORE_ADMISSION for state in running)):
        return CaseState.FILED
    if running:
        return CaseState.IN_REVIEW
    if all(state is TrackState.WITHDRAWN for state in tracks):
        return CaseState.WITHDRAWN
    return CaseState.CONCLUDED if was_handled else CaseState.CLOSED
