"""Whoever proposed a year says with a reason that days may come earlier than what applicants were told, or takes it back."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, Refusal
from approvals.usecases.calendar.drafts import open_draft, require_administrator
from departments.domain.actor import Actor


def allow_earlier(*, draft: str, is_allowed: bool, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Set it on the draft, for the second administrator to confirm with the rest.

    Raises Invalid when it is allowed without a reason, Refusal 'not_own_draft' or 'draft_closed'.
    """
    account = require_administrator(actor)
    if is_allowed and not reason.strip():
        raise Invalid({"reason": ("required", {})})
    with unit_of_work() as session:
        row = open_draft(session, draft, actor)
        if row.proposed_by != account:
            raise Refusal("not_own_draft")
        row.allow_earlier, row.earlier_reason = is_allowed, reason.strip() if is_allowed else ""
