"""Whoever proposed a year takes it back."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.usecases.calendar.drafts import open_draft, require_administrator
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState


def withdraw_calendar(*, draft: str, actor: Actor, now: dt.datetime) -> None:
    """Close the draft; raises Refusal 'not_own_draft' for anybody but its proposer, 'draft_closed'."""
    account = require_administrator(actor)
    with unit_of_work() as session:
        row = open_draft(session, draft, actor)
        if row.proposed_by != account:
            raise Refusal("not_own_draft")
        row.state, row.decided_by, row.decided_at = DraftState.WITHDRAWN, account, now
