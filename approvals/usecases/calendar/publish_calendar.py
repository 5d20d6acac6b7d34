"""A second administrator confirms a year: the calendar and every stored day change in one transaction.

What belongs to each case (its events, its alarm, its one notice) follows in bounded portions: one outbox row per case
carries the moves decided here, so that none is lost and none is told twice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.calendar_moves import Move
from approvals.domain.refusals import Refusal
from approvals.queries.calendar_moves import moves, open_cases
from approvals.queries.calendar_preview import Tally
from approvals.usecases.calendar.drafts import change_of, open_draft, require_administrator
from approvals.usecases.calendar.look_again import look_again
from approvals.usecases.calendar.stored_days import store_days
from approvals.usecases.calendar_turn import take_calendar
from approvals.usecases.journal import post_all
from departments.domain.actor import Actor
from departments.domain.calendar_import import DraftState, YearImport
from departments.models.calendar import CalendarDay, CalendarDraft, CalendarYear
from departments.queries.calendar import drafted

KIND = "moved_days"


def publish_calendar(*, draft: str, digest: str, actor: Actor, now: dt.datetime) -> int:
    """Publish the year; returns how many days moved. `digest` is that of the preview the person has seen.

    Raises NotAllowed, Refusal 'own_draft' (four eyes), 'draft_closed', or 'preview_changed' when something has moved
    meanwhile: the person looks again first.
    """
    account = require_administrator(actor)
    with unit_of_work() as session:
        row = open_draft(session, draft, actor)
        if row.proposed_by == account:
            raise Refusal("own_draft")
        # Every verb locks its case first: nobody computes a day from the old calendar behind our back.
        session.execute(open_cases().with_for_update(key_share=True)).all()
        take_calendar(session)
        taken, change = drafted(row), change_of(session, row, local_day(now))
        tally, found = Tally(taken.entries, row.allow_earlier), list[Move]()
        for move in moves(session, change):
            tally.add(move)
            found.append(move)
        if tally.digest != digest:
            raise Refusal("preview_changed")
        _store_year(session, taken, now)
        store_days(session, found)
        look_again(session, change, found, now)
        _tell_cases(session, row, found, now)
        row.state, row.decided_by, row.decided_at = DraftState.CONFIRMED, account, now
        row.moved = {total.what.value: [total.later, total.earlier, total.kept] for total in tally.totals()}
        return sum(move.is_moved for move in found)


def _store_year(session: Session, taken: YearImport, now: dt.datetime) -> None:
    """The notice in place of what was stored of its year; days that another notice set are its own now."""
    days = [entry.day for entry in taken.entries]
    session.execute(delete(CalendarDay).where((CalendarDay.year == taken.year) | CalendarDay.day.in_(days)))
    session.execute(
        insert(CalendarDay),
        [
            {"day": one.day, "year": taken.year, "is_working": one.is_working, "name": one.name, "notice": one.notice}
            for one in taken.entries
        ],
    )
    year = session.scalar(select(CalendarYear).where(CalendarYear.year == taken.year).with_for_update())
    if year is None:
        session.add(CalendarYear(year=taken.year, notice=taken.notice, published_at=now, revision=1))
    else:
        year.notice, year.published_at, year.revision = taken.notice, now, year.revision + 1


def _tell_cases(session: Session, draft: CalendarDraft, found: Sequence[Move], now: dt.datetime) -> None:
    by_case: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for move in found:
        by_case[move.case_id].append(
            {
                "what": move.what.value,
                "track": move.track_id,
                "subject": move.subject_id,
                "old": move.old_on.isoformat(),
                "counted": move.counted_on.isoformat(),
                "new": move.new_on.isoformat(),
            }
        )
    facts = {"draft": draft.id, "year": draft.year, "notice": draft.notice, "because": draft.earlier_reason}
    rows = [(f"{KIND}:{draft.id}:{one}", {"case_id": one, "moves": by_case[one], **facts}) for one in sorted(by_case)]
    post_all(session, queue="clock", kind=KIND, rows=rows, now=now)
