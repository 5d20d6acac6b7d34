"""Who is told what: one table for the bell, the mail and the text message."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Audience(StrEnum):
    """A group of accounts, found from the case and, where there is one, the track."""

    APPLICANT = "applicant"
    STEWARD = "steward"
    DESK = "desk"
    """Whose move it is: the assigned examiner, else the department's examiners and heads, before admission the window."""
    HEADS = "heads"
    DEPARTMENTS = "departments"
    """The desks of every item that the message names."""
    PAPER_DESKS = "paper_desks"
    """The desks of every running item that wants the paper; the window while nothing is admitted."""
    NAMED_DESK = "named_desk"
    """The examiners and heads of the department that the message names; nothing is filed yet."""
    NAMED_ENTERPRISE = "named_enterprise"
    """The members of the enterprise that the message names; the project is another's, still or by now."""
    WINDOW = "window"
    SUPERVISOR = "supervisor"


A = Audience
CONCERNED: Mapping[str, tuple[Audience, ...]] = MappingProxyType(
    {
        "case_filed": (A.WINDOW, A.STEWARD),
        "filed_as_ordered": (A.APPLICANT, A.STEWARD),
        "not_filed_as_ordered": (A.APPLICANT, A.STEWARD),
        "accepted": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "deemed_accepted": (A.APPLICANT, A.STEWARD, A.WINDOW, A.DEPARTMENTS, A.SUPERVISOR),
        "correction_requested": (A.APPLICANT, A.STEWARD),
        "opinion_asked": (A.NAMED_DESK,),
        "counter_opened": (A.APPLICANT,),
        "correction_supplied": (A.WINDOW, A.STEWARD),
        "correction_unserved": (A.STEWARD, A.WINDOW, A.SUPERVISOR),
        "correction_lapsed": (A.APPLICANT, A.STEWARD, A.WINDOW),
        "declare_inadmissible": (A.APPLICANT, A.STEWARD),
        "declare_not_required": (A.APPLICANT, A.STEWARD),
        "withdrawn": (A.DEPARTMENTS, A.STEWARD),
        "amendment_asked": (A.WINDOW, A.STEWARD),
        "amendment_offered": (A.APPLICANT, A.STEWARD),
        "amendment_agreed": (A.APPLICANT, A.WINDOW, A.STEWARD, A.DEPARTMENTS),
        "declined_to_applicant": (A.APPLICANT, A.STEWARD),
        "declined_to_window": (A.WINDOW, A.STEWARD),
        "taken_back_to_applicant": (A.APPLICANT,),
        "taken_back_to_window": (A.WINDOW,),
        "handover_asked": (A.NAMED_ENTERPRISE, A.STEWARD),
        "handover_consented": (A.APPLICANT, A.WINDOW, A.STEWARD),
        "handover_declined": (A.APPLICANT, A.NAMED_ENTERPRISE, A.STEWARD),
        "handover_taken_back": (A.APPLICANT, A.NAMED_ENTERPRISE, A.WINDOW),
        "applicant_changed": (A.APPLICANT, A.NAMED_ENTERPRISE, A.WINDOW, A.STEWARD, A.DEPARTMENTS),
        "paper_supplied": (A.PAPER_DESKS,),
        "paper_infected": (A.APPLICANT, A.STEWARD, A.PAPER_DESKS, A.WINDOW),
        "draft_paper_infected": (A.APPLICANT,),
        "paper_returned": (A.APPLICANT, A.STEWARD),
        "brought_doubted": (A.APPLICANT, A.STEWARD),
        "promise_due": (A.APPLICANT, A.STEWARD),
        "promise_today": (A.APPLICANT, A.STEWARD),
        "promise_late": (A.APPLICANT, A.STEWARD, A.DESK, A.HEADS),
        "promise_excused": (A.APPLICANT, A.STEWARD, A.DESK),
        "result_held": (A.DESK, A.HEADS, A.STEWARD),
        "rectify_ordered": (A.APPLICANT, A.STEWARD),
        "rectified": (A.APPLICANT, A.STEWARD),
        "commitment_false": (A.APPLICANT, A.STEWARD, A.HEADS, A.SUPERVISOR),
        "track_released": (A.DESK, A.APPLICANT, A.STEWARD),
        "paused": (A.APPLICANT, A.STEWARD),
        "resumed": (A.APPLICANT, A.STEWARD),
        "resumed_by_cap": (A.APPLICANT, A.STEWARD, A.DESK),
        "proposed": (A.HEADS,),
        "proposal_returned": (A.DESK,),
        "decided": (A.APPLICANT, A.STEWARD),
        "case_concluded": (A.APPLICANT, A.STEWARD),
        "case_confirmed": (A.APPLICANT,),
        "document_served": (A.APPLICANT,),
        "reminded": (A.DESK, A.HEADS),
        "supervision_sent": (A.DESK, A.HEADS, A.STEWARD),
        "supervision_answered": (A.SUPERVISOR,),
        "supervision_unanswered": (A.DESK, A.HEADS, A.SUPERVISOR),
        "supervision_closed": (A.DESK, A.HEADS),
        "precheck_asked": (A.NAMED_DESK,),
        "precheck_answered": (A.APPLICANT, A.STEWARD),
        "question_asked": (A.DESK, A.STEWARD),
        "question_answered": (A.APPLICANT,),
        "rated_badly": (A.HEADS, A.STEWARD, A.SUPERVISOR),
        "window_rated_badly": (A.WINDOW, A.STEWARD, A.SUPERVISOR),
        "rating_answered": (A.NAMED_ENTERPRISE, A.STEWARD, A.SUPERVISOR),
        "steward_assigned": (A.STEWARD, A.APPLICANT),
        "calendar_moved": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS, A.DESK),
        "extended": (A.APPLICANT, A.STEWARD),
        "stage_extended": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "pause_corrected": (A.APPLICANT, A.STEWARD),
        "acceptance_corrected": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "overdue_explained": (A.APPLICANT, A.STEWARD, A.SUPERVISOR),
        "overdue_remedy": (A.APPLICANT,),
        "hearing_offered": (A.APPLICANT, A.STEWARD),
        "intention_told": (A.APPLICANT, A.STEWARD),
        "hearing_unserved": (A.STEWARD, A.HEADS, A.SUPERVISOR),
        "hearing_answered": (A.DESK, A.HEADS, A.STEWARD),
        "hearing_asked": (A.DESK, A.HEADS, A.STEWARD),
        "hearing_called": (A.APPLICANT, A.STEWARD, A.DESK),
        "hearing_closed": (A.APPLICANT, A.STEWARD, A.DESK),
        "reissued": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "revoked": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS, A.SUPERVISOR),
        "recalled": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS, A.SUPERVISOR),
        "cancelled": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "terminated": (A.APPLICANT, A.STEWARD, A.DEPARTMENTS),
        "base_ended": (A.APPLICANT, A.STEWARD, A.DESK),
        "reopened": (A.APPLICANT, A.STEWARD, A.DESK, A.HEADS, A.DEPARTMENTS),
        "delivery_due": (A.STEWARD,),
        "delivery_late": (A.STEWARD, A.HEADS, A.SUPERVISOR),
        "disclosure_due": (A.STEWARD, A.DESK),
        "disclosure_late": (A.STEWARD, A.DESK, A.HEADS, A.SUPERVISOR),
        "verification_due": (A.DESK, A.HEADS),
        "verification_late": (A.DESK, A.HEADS, A.SUPERVISOR),
        "rectification_due": (A.APPLICANT, A.STEWARD, A.DESK),
        "rectification_late": (A.APPLICANT, A.STEWARD, A.DESK, A.HEADS),
        "alarm_warning": (A.DESK, A.STEWARD),
        "alarm_due_today": (A.DESK, A.HEADS, A.STEWARD),
        "alarm_overdue": (A.DESK, A.HEADS, A.STEWARD, A.SUPERVISOR),
    }
)
ESCALATION: Mapping[int, tuple[Audience, ...]] = MappingProxyType(
    {
        0: (A.DESK,),
        1: (A.DESK, A.HEADS, A.STEWARD),
        2: (A.DESK, A.HEADS, A.STEWARD, A.SUPERVISOR),
        3: (A.DESK, A.HEADS, A.STEWARD, A.SUPERVISOR),
    }
)
"""Who hears that an item is overdue, by the step of the ladder that begins (提醒, 黄, 红); 0: a day between two steps."""
_REMINDERS = (
    "promise_due", "promise_today", "promise_late", "delivery_due", "delivery_late", "disclosure_due", "disclosure_late",
    "verification_due", "verification_late", "rectification_due", "rectification_late",
)  # fmt: skip
UNSERVED = frozenset({"correction_unserved", "hearing_unserved"})
"""Said while it is so; the supervisors hear of it, too, because they name the steward who serves."""
OFFICE_HOURS_ONLY = frozenset(
    {*_REMINDERS, *UNSERVED, "supervision_unanswered", *(code for code in CONCERNED if code.startswith("alarm_"))}
)
"""Whatever time a worker comes to it, nobody is called at night or on a Sunday for these."""
BY_TEXT_MESSAGE = frozenset(
    {"correction_requested", "decided", "promise_late", "alarm_overdue", "revoked", "terminated", "intention_told"}
)
"""What is worth a text message to those with a telephone number; everything is worth a mail."""


def audiences_of(code: str, circle: int | None = None) -> tuple[Audience, ...]:
    """Who is told `code`; an overdue alarm by its circle. KeyError for a code this house does not know."""
    told = CONCERNED[code]
    return ESCALATION[circle] if code == "alarm_overdue" and circle is not None else told
