"""Two at once: the one who came second is refused by name, whichever verb it was.

A verb looks before it writes, and who waits for the case row looks again after the wait. What two cases share nobody
locks: there the tables have the last word, and here it becomes a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from approvals.domain.refusals import Invalid, Refusal, Stale


def _moved_first() -> Refusal:
    return Stale(tag=None, actor_id=None, at=None)


def _field(name: str, code: str) -> Callable[[], Refusal]:
    return lambda: Invalid({name: (code, {})})


BY_CONSTRAINT: Mapping[str, Callable[[], Refusal]] = {
    "uq_track_one_live": lambda: Refusal("item_just_taken_up"),
    "uq_account_username": _field("username", "username_taken"),
    "uq_enterprise_uscc": _field("uscc", "enterprise_taken"),
    "uq_project_code": _field("code", "project_code_taken"),
} | dict.fromkeys(
    (
        "uq_amendment_open",
        "uq_bundle_case_id_key",
        "uq_calendar_draft_open",
        "uq_catalogue_version_sha256",
        "uq_correction_notice_open",
        "uq_decision_proposal_id",
        "uq_decision_track_id_round",
        "uq_extension_track_id_clock_round",
        "uq_hearing_open",
        "uq_key_project_code",
        "uq_material_version_case_material_id_number",
        "uq_member_account_id_enterprise_id",
        "uq_number_void_register_period_serial",
        "uq_overdue_statement_track_id_clock_deadline_version",
        "uq_post_account_id_role_department_id",
        "uq_proposal_open",
        "uq_reopening_track_id_round",
        "uq_service_proof_document_id",
        "uq_stage_extension_case_id",
        "uq_track_case_id_item_code",
    ),
    _moved_first,
)


def refusal_for(constraint: str) -> Refusal | None:
    """What to tell who ran into this rule of the tables; None where only a mistake of ours can have led there."""
    make = BY_CONSTRAINT.get(constraint)
    return make() if make is not None else None
