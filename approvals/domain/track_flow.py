"""The one table of a track's moves: (state, verb) -> state. Side effects are not in it."""

from __future__ import annotations

from approvals.domain.refusals import Refusal
from approvals.domain.states import GRANTED, UNDECIDED
from approvals.domain.states import TrackState as S

FLOW: dict[tuple[S, str], S] = {
    (S.FILED, "accept"): S.QUEUED,
    (S.FILED, "accept_behind_upstream"): S.AWAITING_UPSTREAM,
    (S.FILED, "request_correction"): S.CORRECTION_OPEN,
    (S.FILED, "declare_inadmissible"): S.INADMISSIBLE,
    (S.FILED, "declare_not_required"): S.NOT_REQUIRED,
    (S.CORRECTION_OPEN, "supply_correction"): S.FILED,
    (S.CORRECTION_OPEN, "lapse"): S.LAPSED,
    (S.AWAITING_UPSTREAM, "claim"): S.AWAITING_UPSTREAM,
    (S.AWAITING_UPSTREAM, "release"): S.AWAITING_UPSTREAM,
    (S.AWAITING_UPSTREAM, "upstream_ended"): S.QUEUED,
    (S.AWAITING_UPSTREAM, "upstream_ended_assigned"): S.IN_REVIEW,
    (S.QUEUED, "claim"): S.IN_REVIEW,
    (S.IN_REVIEW, "release"): S.QUEUED,
    (S.IN_REVIEW, "assign"): S.IN_REVIEW,
    (S.QUEUED, "pause"): S.QUEUED,
    (S.IN_REVIEW, "pause"): S.IN_REVIEW,
    (S.QUEUED, "resume"): S.QUEUED,
    (S.IN_REVIEW, "resume"): S.IN_REVIEW,
    (S.PROPOSED, "resume"): S.PROPOSED,
    (S.QUEUED, "extend"): S.QUEUED,
    (S.IN_REVIEW, "extend"): S.IN_REVIEW,
    (S.PROPOSED, "extend"): S.PROPOSED,
    (S.QUEUED, "correct_date"): S.QUEUED,
    (S.IN_REVIEW, "correct_date"): S.IN_REVIEW,
    (S.PROPOSED, "correct_date"): S.PROPOSED,
    (S.IN_REVIEW, "propose"): S.PROPOSED,
    (S.PROPOSED, "return_proposal"): S.IN_REVIEW,
    (S.PROPOSED, "grant"): S.GRANTED,
    (S.PROPOSED, "refuse"): S.REFUSED,
} | {
    (state, verb): end for state in UNDECIDED for verb, end in (("withdraw", S.WITHDRAWN), ("terminate", S.TERMINATED))
}
FLOW |= {
    (state, verb): end
    for state in GRANTED
    for verb, end in (("revoke", S.REVOKED), ("recall", S.RECALLED), ("cancel", S.CANCELLED))
}
REOPENABLE = GRANTED | {S.REFUSED, S.TERMINATED, S.REVOKED, S.RECALLED}
"""Ends by an act of the department that a superior organ, a court or the department itself may set aside."""
FLOW |= {(state, "reopen"): S.QUEUED for state in REOPENABLE}


def next_state(state: S, verb: str) -> S:
    """The state after `verb`; raises Refusal('no_such_move') when the table has no such row."""
    try:
        return FLOW[state, verb]
    except KeyError:
        raise Refusal("no_such_move", state=state.value, verb=verb) from None
