"""The national exchange status of an item instance (BLZT 1-16), derived by one table and never stored (fact sheet 6.3)."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum, StrEnum

from approvals.domain.states import BEFORE_ADMISSION, GRANTED, RUNNING, UNDECIDED
from approvals.domain.states import TrackState as S


class Blzt(IntEnum):
    RECEIVED = 1
    WITHDRAWN = 2
    ACCEPTED = 3
    NOT_REQUIRED = 4
    INADMISSIBLE = 5
    CORRECTION_OPEN = 6
    CORRECTED = 7
    IN_REVIEW = 8
    PAUSED = 9
    RESUMED = 10
    GRANTED = 11
    GRANTED_AFTER_DEFERRAL = 12
    REFUSED = 13
    RECALLED = 14
    REVOKED = 15
    WITHDRAWAL_REQUESTED = 16


class Flag(StrEnum):
    """What the state alone does not tell. `RESUMED`: a pause has ended and nothing has moved since."""

    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    CORRECTED = "corrected"
    PAUSED = "paused"
    RESUMED = "resumed"
    DEFERRED = "deferred"


TABLE: tuple[tuple[frozenset[S], Flag | None, Blzt], ...] = (
    (UNDECIDED, Flag.WITHDRAWAL_REQUESTED, Blzt.WITHDRAWAL_REQUESTED),
    (BEFORE_ADMISSION - {S.CORRECTION_OPEN}, Flag.CORRECTED, Blzt.CORRECTED),
    (frozenset({S.FILED, S.AWAITING_UPSTREAM}), None, Blzt.RECEIVED),
    (frozenset({S.CORRECTION_OPEN}), None, Blzt.CORRECTION_OPEN),
    (RUNNING, Flag.PAUSED, Blzt.PAUSED),
    (RUNNING, Flag.RESUMED, Blzt.RESUMED),
    (frozenset({S.QUEUED}), None, Blzt.ACCEPTED),
    (frozenset({S.IN_REVIEW, S.PROPOSED}), None, Blzt.IN_REVIEW),
    (GRANTED | {S.CANCELLED}, Flag.DEFERRED, Blzt.GRANTED_AFTER_DEFERRAL),
    (GRANTED | {S.CANCELLED}, None, Blzt.GRANTED),
    (frozenset({S.REFUSED}), None, Blzt.REFUSED),
    (frozenset({S.NOT_REQUIRED}), None, Blzt.NOT_REQUIRED),
    (frozenset({S.INADMISSIBLE}), None, Blzt.INADMISSIBLE),
    (frozenset({S.WITHDRAWN, S.LAPSED}), None, Blzt.WITHDRAWN),
    (frozenset({S.RECALLED, S.TERMINATED}), None, Blzt.RECALLED),
    (frozenset({S.REVOKED}), None, Blzt.REVOKED),
)
"""The first row whose states and flag fit. A lapsed correction counts as withdrawn (视为撤回). The exchange has no
word for cancellation (注销): such an item stays concluded as granted. A terminated one is 14, as in fact sheet 6.4."""

ENDED = frozenset({Blzt.GRANTED, Blzt.GRANTED_AFTER_DEFERRAL, Blzt.REFUSED})
PASSED = frozenset({Blzt.GRANTED, Blzt.GRANTED_AFTER_DEFERRAL})
CLOSED_WITHOUT_DECISION = frozenset({Blzt.WITHDRAWN, Blzt.NOT_REQUIRED, Blzt.INADMISSIBLE, Blzt.RECALLED, Blzt.REVOKED})


def flags_of(*, was_corrected: bool, was_resumed: bool, is_paused: bool, is_deferred: bool) -> frozenset[Flag]:
    """The flags of a track. Nobody confirms a withdrawal here: it holds as soon as the applicant says so, so 16 is unused."""
    told = {
        Flag.CORRECTED: was_corrected,
        Flag.RESUMED: was_resumed,
        Flag.PAUSED: is_paused,
        Flag.DEFERRED: is_deferred,
    }
    return frozenset(flag for flag, holds in told.items() if holds)


def states_of(code: Blzt) -> tuple[S, ...]:
    """Our states that the exchange knows under this code, in the order of a track's life."""
    return tuple(state for state in S if any(state in states for states, _, known_as in TABLE if known_as is code))


def exchange_status(state: S, flags: Collection[Flag] = ()) -> Blzt:
    """The code of a track in this state with these flags; every state has one."""
    return next(code for states, flag, code in TABLE if state in states and (flag is None or flag in flags))
