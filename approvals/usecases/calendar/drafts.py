"""A year in preparation, read back as the change it would make."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.calendar_moves import Change
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.queries.scope import require_everything
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState
from departments.domain.permissions import may
from departments.models.calendar import CalendarDraft
from departments.queries.calendar import calendar_with, drafted, load_calendar


def require_administrator(actor: Actor) -> int:
    """The account of the administrator who acts; raises NotAllowed. A year is never the system's own doing."""
    if not may(actor, "administer") or actor.account_id is None:
        raise NotAllowed("administer_only")
    return actor.account_id


def open_draft(session: Session, public_id: str, actor: Actor) -> CalendarDraft:
    """The draft, locked. A calendar is every division's: it is for who oversees them all.

    Raises NotAllowed, NotFound, or Refusal 'draft_closed' once it was confirmed, rejected or taken back.
    """
    require_everything(session, actor)
    row = session.scalar(select(CalendarDraft).where(CalendarDraft.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound
    if row.state is not DraftState.PROPOSED:
        raise Refusal("draft_closed")
    return row


def change_of(session: Session, draft: CalendarDraft, today: dt.date) -> Change:
    """The calendar before and after this draft."""
    after = calendar_with(session, drafted(draft))
    return Change(draft.year, load_calendar(session), after, today, draft.allow_earlier)
