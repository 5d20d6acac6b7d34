"""The words a case, a track, a paper and a document can be in. Nothing else names states."""

from __future__ import annotations

from enum import StrEnum


class TrackState(StrEnum):
    """States of one item in the hands of one department (事项实例)."""

    FILED = "filed"
    CORRECTION_OPEN = "correction_open"
    LAPSED = "lapsed"
    QUEUED = "queued"
    AWAITING_UPSTREAM = "awaiting_upstream"
    INADMISSIBLE = "inadmissible"
    NOT_REQUIRED = "not_required"
    IN_REVIEW = "in_review"
    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    VARIED = "varied"
    RENEWED = "renewed"
    RECALLED = "recalled"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


BEFORE_ADMISSION = frozenset({TrackState.FILED, TrackState.CORRECTION_OPEN})
WITH_DEPARTMENT = frozenset(
    {TrackState.AWAITING_UPSTREAM, TrackState.QUEUED, TrackState.IN_REVIEW, TrackState.PROPOSED}
)
RUNNING = WITH_DEPARTMENT - {TrackState.AWAITING_UPSTREAM}
UNDECIDED = BEFORE_ADMISSION | WITH_DEPARTMENT
GRANTED = frozenset({TrackState.GRANTED, TrackState.VARIED, TrackState.RENEWED})
DECIDED = GRANTED | {TrackState.REFUSED}
ENDED = frozenset(TrackState) - UNDECIDED


class CaseState(StrEnum):
    """States of one filing (办件); all but draft are computed from its tracks."""

    DRAFT = "draft"
    FILED = "filed"
    IN_REVIEW = "in_review"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Supply(StrEnum):
    """How a distinct paper of a case is supplied."""

    MISSING = "missing"
    FORM = "form"
    SHARED = "shared"
    UPSTREAM = "upstream"
    HELD = "held"
    """The applicant says by number and day that it is there already; with its file or without."""
    UPLOADED = "uploaded"
    DEFERRED = "deferred"


class Verdict(StrEnum):
    """What an officer says of one version of a paper for one item."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Outcome(StrEnum):
    """What a decision says."""

    GRANT = "grant"
    REFUSE = "refuse"


class LineState(StrEnum):
    """States of one promise line: one paper owed to one item."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"
    VOUCHED = "vouched"
    """A notification-commitment in force: nothing is owed, it is verified after the grant."""


HOLDS_A_RESULT = frozenset({LineState.OPEN, LineState.BROKEN})
"""A promise that is owed or broken: a signed grant that rests on it waits at the press."""


class PromiseKind(StrEnum):
    """A deferral owes a paper by a day (容缺受理); a notification vouches for a proof or an item (告知承诺). Never mixed."""

    DEFERRAL = "deferral"
    NOTIFICATION = "notification"


class VerificationState(StrEnum):
    """What became of checking a notification-commitment after the grant."""

    OPEN = "open"
    TRUE = "true"
    RECTIFYING = "rectifying"
    RECTIFIED = "rectified"
    FALSE = "false"


class DocumentState(StrEnum):
    """Life of a letter: numbered at once, printed and sealed by a worker, then served."""

    QUEUED = "queued"
    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


class NoticeState(StrEnum):
    """Life of the one-time correction notice."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class Scan(StrEnum):
    """What the scanner said of bytes from outside; only a clean file leaves the house again."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
