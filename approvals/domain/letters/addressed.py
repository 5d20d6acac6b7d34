"""Which letters are served on the applicant, and which of them wait for it until somebody does."""

from __future__ import annotations

from approvals.domain.letters.registry import AMONG_ORGANS, LETTERS, RESULT_LETTERS

CONFIRMATION = "whole_case_confirmation"
DECISIONS = (
    *RESULT_LETTERS.values(), "refusal_decision", "termination_decision", "revocation_decision", "recall_decision",
    "cancellation_decision", "inadmissible_decision", "not_required_notice",
)  # fmt: skip
"""What ends an item or takes its result away: always served with proof, within ten working days (行政许可法 44)."""
NOTICES = (
    "acceptance_notice", "deferred_acceptance_notice", "correction_notice", "pause_notice", "resume_notice",
    "extension_notice", "stage_extension_notice", "hearing_right_notice", "hearing_notice", "applicant_change_notice",
)  # fmt: skip
"""What is told on the way: it waits for service while it has not reached the applicant otherwise."""
OF_HEARINGS = ("hearing_right_notice", "hearing_notice")
"""A licence may be taken back after its case was concluded: until its holder was told, nothing goes on."""
FIRST = (*DECISIONS, *OF_HEARINGS, "correction_notice")
"""What days of the law run for or from: served before what only tells."""
SERVED_BY_NOBODY = (
    *AMONG_ORGANS, "service_proof", "hearing_announcement", "deferral_commitment", "notification_commitment",
)  # fmt: skip
"""Between organs, to everybody, or the applicant's own words."""
SERVABLE = tuple(kind for kind in LETTERS if kind not in SERVED_BY_NOBODY)
"""Any of these may be served with proof; a receipt or a statement is, when somebody asks for it, and never waits."""


def waits(kind: str, *, is_served: bool, has_arrived: bool, is_over: bool) -> bool:
    """Whether a letter in force waits for somebody to serve it. `has_arrived`: downloaded, or in the account of whoever
    agreed to be served there; `is_over`: its case was concluded, and the decisions say how.
    """
    if is_served:
        return False
    still_tells = not is_over or kind in OF_HEARINGS
    return kind in DECISIONS or (kind in NOTICES and still_tells and not has_arrived)
