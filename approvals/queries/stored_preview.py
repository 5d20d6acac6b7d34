"""The preview of a proposed year as it was counted and kept: one page of it costs the same however much moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.calendar_moves import Change, Deadline, Move
from approvals.models.calendar_previews import CalendarPreview, CalendarPreviewPage
from approvals.queries.calendar_preview import Preview, Total, named
from departments.domain.calendar_import import YearImport
from departments.models.calendar import CalendarDraft
from departments.queries.calendar import calendar_with, load_calendar


def stored_preview(
    session: Session, draft: str, taken: YearImport, allow_earlier: bool, today: dt.date, page: int = 1
) -> Preview | None:
    """One page of what was counted last; None where nothing was counted for the draft as it is now."""
    kept = session.scalar(
        select(CalendarPreview)
        .join(CalendarDraft, CalendarDraft.id == CalendarPreview.draft_id)
        .where(CalendarDraft.public_id == draft)
    )
    if kept is None or kept.allow_earlier is not allow_earlier:
        return None
    page = max(1, min(page, kept.pages))
    held = session.get(CalendarPreviewPage, (kept.draft_id, page))
    change = Change(taken.year, load_calendar(session), calendar_with(session, taken), today, allow_earlier)
    return Preview(
        days=change.changed_days(),
        totals=tuple(Total(Deadline(what), *counts) for what, *counts in kept.totals),
        cases=kept.cases,
        floors=kept.floors,
        rows=named(session, [move_of(one) for one in held.moves] if held else []),
        page=page,
        pages=kept.pages,
        digest=kept.digest,
        counted_at=kept.counted_at,
    )


def plain_move(move: Move) -> list[Any]:
    """A move as JSON keeps it."""
    days = (move.old_on, move.counted_on, move.new_on)
    return [move.what.value, move.case_id, move.track_id, move.subject_id, *(day.isoformat() for day in days)]


def move_of(kept: Sequence[Any]) -> Move:
    """The move back."""
    what, case_id, track_id, subject_id, *days = kept
    old_on, counted_on, new_on = (dt.date.fromisoformat(day) for day in days)
    return Move(Deadline(what), case_id, track_id, subject_id, old_on, counted_on, new_on)
