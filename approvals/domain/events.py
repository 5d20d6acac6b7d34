"""Event tags and the hash that chains a case's events."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64


class Tag(StrEnum):
    """source:subject:action, in the past tense; every move appends exactly one event."""

    CASE_DRAFTED = "applicant:case:drafted"
    CASE_FILED = "applicant:case:filed"
    FILING_ORDERED = "applicant:case:filing_ordered"
    FILING_ORDER_TAKEN_BACK = "applicant:case:filing_order_taken_back"
    FILING_ORDER_ENDED = "system:case:filing_order_ended"
    CASE_CONCLUDED = "system:case:concluded"
    CASE_CONFIRMED = "steward:case:confirmed"
    PAPER_SUPPLIED = "applicant:paper:supplied"
    PAPER_JUDGED = "officer:paper:judged"
    PAPER_HANDED_DOWN = "system:paper:handed_down"
    BROUGHT_JUDGED = "window:brought:judged"
    PAPER_CHECKED = "window:paper:checked"
    OPINIONS_ASKED = "window:opinions:asked"
    OPINION_GIVEN = "officer:opinion:given"
    COUNTER_OPENED = "window:counter:opened"
    COUNTER_CONFIRMED = "applicant:counter:confirmed"
    PAPER_BARRED = "system:paper:barred"
    PROMISE_SIGNED = "applicant:promise:signed"
    PROMISE_KEPT = "applicant:promise:kept"
    PROMISE_LATE = "system:promise:late"
    PROMISE_REJECTED = "officer:promise:rejected"
    PROMISE_EXCUSED = "officer:promise:excused"
    PROMISE_ENDED = "officer:promise:ended"
    VERIFICATION_PLANNED = "system:verification:planned"
    VERIFICATION_DONE = "officer:verification:done"
    VERIFICATION_CLOSED = "officer:verification:closed"
    DOCUMENT_HELD = "system:document:held"
    TRACKS_ACCEPTED = "window:tracks:accepted"
    TRACKS_DEEMED_ACCEPTED = "system:tracks:deemed_accepted"
    CORRECTION_REQUESTED = "window:correction:requested"
    CORRECTION_SUPPLIED = "applicant:correction:supplied"
    CORRECTION_LAPSED = "system:correction:lapsed"
    TRACK_INADMISSIBLE = "window:track:inadmissible"
    TRACK_NOT_REQUIRED = "window:track:not_required"
    TRACK_RELEASED_UPSTREAM = "system:track:upstream_ended"
    TRACK_CLAIMED = "officer:track:claimed"
    TRACK_RELEASED = "officer:track:released"
    TRACK_PROPOSED = "officer:track:proposed"
    TRACK_RETURNED = "officer:track:returned"
    TRACK_SIGNED = "officer:track:signed"
    TRACK_PAUSED = "officer:track:paused"
    TRACK_RESUMED = "officer:track:resumed"
    TRACK_EXTENDED = "officer:track:extended"
    STAGE_EXTENDED = "officer:stage:extended"
    PAUSE_CORRECTED = "officer:pause:corrected"
    ACCEPTANCE_CORRECTED = "window:tracks:acceptance_corrected"
    OVERDUE_EXPLAINED = "officer:track:overdue_explained"
    TRACK_WITHDRAWN = "applicant:track:withdrawn"
    TRACK_TERMINATED = "officer:track:terminated"
    TRACK_REVOKED = "officer:track:revoked"
    TRACK_RECALLED = "officer:track:recalled"
    TRACK_CANCELLED = "officer:track:cancelled"
    TRACK_REOPENED = "officer:track:reopened"
    HEARING_OFFERED = "officer:hearing:offered"
    HEARING_ASKED = "applicant:hearing:asked"
    HEARING_ANSWERED = "applicant:hearing:answered"
    HEARING_CALLED = "officer:hearing:called"
    HEARING_CLOSED = "officer:hearing:closed"
    RESULT_REGISTERED = "officer:track:result_registered"
    DOCUMENT_REISSUED = "officer:document:reissued"
    SITE_VISITED = "officer:track:site_visited"
    DOCUMENT_ISSUED = "system:document:issued"
    DOCUMENT_SERVED = "steward:document:served"
    NUMBER_VOIDED = "admin:number:voided"
    RESULT_DISCLOSED = "steward:result:disclosed"
    DEPARTMENT_REMINDED = "steward:track:reminded"
    SUPERVISION_SENT = "supervisor:notice:sent"
    SUPERVISION_ANSWERED = "officer:notice:answered"
    SUPERVISION_CLOSED = "supervisor:notice:closed"
    STEWARD_ASSIGNED = "admin:project:steward_assigned"
    PRECHECK_ASKED = "applicant:precheck:asked"
    PRECHECK_TAKEN_BACK = "applicant:precheck:taken_back"
    PRECHECK_ANSWERED = "officer:precheck:answered"
    GREEN_CHANNEL = "admin:project:green_channel"
    ALARM_RAISED = "system:clock:alarm_raised"
    DEADLINE_MOVED = "system:clock:deadline_moved"
    DEADLINE_KEPT = "system:clock:deadline_kept"
    AMENDMENT_PROPOSED = "applicant:amendment:proposed"
    AMENDMENT_AGREED = "window:amendment:agreed"
    AMENDMENT_DECLINED = "window:amendment:declined"
    AMENDMENT_TAKEN_BACK = "applicant:amendment:taken_back"
    HANDOVER_ASKED = "applicant:handover:asked"
    HANDOVER_CONSENTED = "applicant:handover:consented"
    HANDOVER_DECLINED = "window:handover:declined"
    HANDOVER_TAKEN_BACK = "applicant:handover:taken_back"
    APPLICANT_CHANGED = "window:applicant:changed"
    MEMBER_LEFT = "applicant:package:member_left"
    QUESTION_ASKED = "applicant:question:asked"
    QUESTION_ANSWERED = "officer:question:answered"
    ITEM_RATED = "applicant:item:rated"
    RATING_ANSWERED = "officer:rating:answered"


def event_body(
    *,
    case: int,
    seq: int,
    track: int | None,
    tag: str,
    actor: int | None,
    at: dt.datetime,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """What is hashed of an event: everything it says. `at` in UTC."""
    return {
        "case": case, "seq": seq, "track": track, "tag": tag, "actor": actor, "at": at.isoformat(), "facts": facts,
    }  # fmt: skip


def event_hash(previous: str, body: str) -> str:
    """SHA-256 of the previous hash and the canonical JSON of the event, as 64 hex digits."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
