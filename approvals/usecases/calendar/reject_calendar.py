"""A second administrator does not confirm a year, and says why."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, Refusal
from approvals.usecases.calendar.drafts import open_draft, require_administrator
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState


def reject_calendar(*, draft: str, words: str, actor: Actor, now: dt.datetime) -> None:
    """Close the draft with words; raises Invalid without them, Refusal 'own_draft' for who proposed it, 'draft_closed'."""
    account = require_administrator(actor)
    if not words.strip():
        raise Invalid({"words": ("required", {})})
    with unit_of_work() as session:
        row = open_draft(session, draft, actor)
        if row.proposed_by == account:
            raise Refusal("own_draft")
        row.state, row.words = DraftState.REJECTED, words.strip()
        row.decided_by, row.decided_at = account, now
