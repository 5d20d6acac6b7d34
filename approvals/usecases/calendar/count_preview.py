"""Counts what a proposed year would move and keeps it, so that the page need not count at every look."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.refusals import NotFound, Refusal
from approvals.models.calendar_previews import CalendarPreview, CalendarPreviewPage
from approvals.queries.calendar_moves import moves
from approvals.queries.calendar_preview import PAGE_SIZE, Tally
from approvals.queries.stored_preview import plain_move
from approvals.usecases.calendar.drafts import change_of, open_draft, require_administrator
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState
from departments.models.calendar import CalendarDraft
from departments.queries.calendar import drafted


def count_preview(*, draft: str, actor: Actor, now: dt.datetime) -> None:
    """Count the moves of the draft and keep them in place of what was counted before.

    Counting only reads and may take long; nobody waits for it. Raises NotAllowed, NotFound, Refusal 'draft_closed'.
    """
    require_administrator(actor)
    with reading() as session:
        tally, allow_earlier = _counted(session, draft, now)
    with unit_of_work() as session:
        row = open_draft(session, draft, actor)
        if row.allow_earlier is not allow_earlier:
            return  # somebody changed it meanwhile and counts again
        _forget(session, row.id)
        pages = list(_pages(tally, row.id))
        session.add(
            CalendarPreview(
                draft_id=row.id, allow_earlier=allow_earlier, digest=tally.digest, counted_at=now,
                totals=[[one.what.value, one.later, one.earlier, one.kept] for one in tally.totals()],
                cases=len(tally.cases), floors=tally.floors, pages=max(1, len(pages)),
            )
        )  # fmt: skip
        session.flush()
        if pages:
            session.execute(insert(CalendarPreviewPage), pages)


def _counted(session: Session, draft: str, now: dt.datetime) -> tuple[Tally, bool]:
    row = session.scalar(select(CalendarDraft).where(CalendarDraft.public_id == draft))
    if row is None:
        raise NotFound
    if row.state is not DraftState.PROPOSED:
        raise Refusal("draft_closed")
    tally = Tally(drafted(row).entries, row.allow_earlier, size=sys.maxsize)
    for move in moves(session, change_of(session, row, local_day(now))):
        tally.add(move)
    return tally, row.allow_earlier


def _forget(session: Session, draft_id: int) -> None:
    """What was counted of this draft, and of those that nobody looks at any more."""
    closed = select(CalendarDraft.id).where(CalendarDraft.state != DraftState.PROPOSED)
    for model in (CalendarPreviewPage, CalendarPreview):
        session.execute(delete(model).where((model.draft_id == draft_id) | model.draft_id.in_(closed)))


def _pages(tally: Tally, draft_id: int) -> Iterator[dict[str, object]]:
    for page, start in enumerate(range(0, len(tally.held), PAGE_SIZE), 1):
        part = tally.held[start : start + PAGE_SIZE]
        yield {"draft_id": draft_id, "page": page, "moves": [plain_move(move) for move in part]}
