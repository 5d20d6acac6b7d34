"""An administrator proposes a year's notice; nothing moves until another one confirms it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.queries.scope import require_everything
from approvals.usecases.calendar.drafts import require_administrator
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState, Source, YearImport, refuse_published
from departments.models.calendar import CalendarDraft
from departments.queries.calendar import published_year


def propose_calendar(*, taken: YearImport, source: Source, source_text: str, actor: Actor, now: dt.datetime) -> str:
    """Store the year for a second administrator; returns the draft's public id.

    Raises NotAllowed for who oversees but a part of the installation, Refusal 'draft_open' while the year waits already,
    ImportRefused when it is published with these very days.
    """
    proposer = require_administrator(actor)
    with unit_of_work() as session:
        require_everything(session, actor)
        refuse_published(taken, published_year(session, taken.year))
        _none_waits(session, taken.year)
        entries = [
            {"day": one.day.isoformat(), "is_working": one.is_working, "name": one.name} for one in taken.entries
        ]
        row = CalendarDraft(
            year=taken.year, notice=taken.notice, entries=entries, source=source, source_text=source_text,
            state=DraftState.PROPOSED, proposed_by=proposer, proposed_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.public_id


def _none_waits(session: Session, year: int) -> None:
    waiting = (CalendarDraft.year == year, CalendarDraft.state == DraftState.PROPOSED)
    if session.scalar(select(CalendarDraft.id).where(*waiting)) is not None:
        raise Refusal("draft_open", year=str(year))
