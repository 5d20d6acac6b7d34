"""The working calendar, rebuilt only when a year was published or a day changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from departments.domain.calendar_import import DraftState, Source, YearImport
from departments.domain.working_calendar import DayEntry, WorkingCalendar
from departments.models.calendar import CalendarDay, CalendarDraft, CalendarYear
from departments.models.people import Account

_built: dict[tuple[object, ...], WorkingCalendar] = {}
_YEARS = CalendarYear.__table__
_STATE = select(
    func.count().label("years"),
    func.sum(_YEARS.c.revision).label("revisions"),
    func.max(_YEARS.c.published_at).label("newest"),
    func.max(_YEARS.c.year).label("last"),
).select_from(_YEARS)
CALENDAR_STATE = _STATE.subquery("calendar_state")
"""One row that is another one whenever a year was published; a statement may bring it along for `load_calendar`."""


def load_calendar(session: Session, state: Sequence[Any] | None = None) -> WorkingCalendar:
    """The calendar of the published notices; other years answer provisionally.

    Asked each time what was published last: a year that another process published is noticed by the next request.
    """
    key = (session.get_bind().engine.pool, *(session.execute(_STATE).one() if state is None else state))
    known = _built.get(key)
    if known is None:
        known = WorkingCalendar(stored_entries(session), session.scalars(select(CalendarYear.year)))
        _built.clear()
        _built[key] = known
    return known


def stored_entries(session: Session) -> list[DayEntry]:
    """Every day that a notice set, in order."""
    days = session.execute(
        select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name, CalendarDay.notice).order_by(CalendarDay.day)
    )
    return [DayEntry(row.day, row.is_working, row.name, row.notice) for row in days]


def calendar_with(session: Session, taken: YearImport) -> WorkingCalendar:
    """The calendar as it would be with this year's notice in place of what is stored of it."""
    new_days = {entry.day for entry in taken.entries}
    kept = session.execute(
        select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name, CalendarDay.notice)
        .where(CalendarDay.year != taken.year)
        .order_by(CalendarDay.day)
    )
    entries = [DayEntry(row.day, row.is_working, row.name, row.notice) for row in kept if row.day not in new_days]
    years = set(session.scalars(select(CalendarYear.year)))
    return WorkingCalendar([*entries, *taken.entries], years | {taken.year})


def published_year(session: Session, year: int) -> YearImport | None:
    """The notice of a year as it is published, or None for a provisional year."""
    notice = session.scalar(select(CalendarYear.notice).where(CalendarYear.year == year))
    if notice is None:
        return None
    days = session.execute(
        select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name, CalendarDay.notice)
        .where(CalendarDay.year == year)
        .order_by(CalendarDay.day)
    )
    return YearImport(year, notice, tuple(DayEntry(row.day, row.is_working, row.name, row.notice) for row in days))


def drafted(draft: CalendarDraft) -> YearImport:
    """The year that a draft proposes."""
    entries = (
        DayEntry(dt.date.fromisoformat(one["day"]), one["is_working"], one["name"], draft.notice)
        for one in draft.entries
    )
    return YearImport(draft.year, draft.notice, tuple(entries))


@dataclass(frozen=True)
class YearRow:
    """A published year: its notice, since when, and how often it was published."""

    year: int
    notice: str
    published_at: dt.datetime
    revision: int


@dataclass(frozen=True)
class DraftRow:
    """A year in preparation, or what became of it."""

    public_id: str
    taken: YearImport
    source: Source
    source_text: str
    state: DraftState
    allow_earlier: bool
    earlier_reason: str
    proposed_by: int
    proposer: str
    proposed_at: dt.datetime
    decided_by: str
    decider_id: int | None
    decided_at: dt.datetime | None
    words: str
    moved: Mapping[str, Sequence[int]]
    """What the confirmation moved: kind → later, earlier, kept."""


def published_years(session: Session) -> tuple[YearRow, ...]:
    """Every published year, in order."""
    rows = session.scalars(select(CalendarYear).order_by(CalendarYear.year))
    return tuple(YearRow(row.year, row.notice, row.published_at, row.revision) for row in rows)


def drafts(session: Session, public_id: str | None = None, limit: int = 20) -> tuple[DraftRow, ...]:
    """The newest drafts, those that wait first; or the one that is asked for."""
    proposer, decider = aliased(Account), aliased(Account)
    statement = (
        select(CalendarDraft, proposer.name, decider.name)
        .join(proposer, proposer.id == CalendarDraft.proposed_by)
        .outerjoin(decider, decider.id == CalendarDraft.decided_by)
        .order_by(CalendarDraft.state != DraftState.PROPOSED, CalendarDraft.id.desc())
        .limit(limit)
    )
    if public_id is not None:
        statement = statement.where(CalendarDraft.public_id == public_id)
    return tuple(
        DraftRow(
            row.public_id, drafted(row), row.source, row.source_text, row.state, row.allow_earlier, row.earlier_reason,
            row.proposed_by, name, row.proposed_at, by or "", row.decided_by, row.decided_at, row.words, row.moved,
        )
        for row, name, by in session.execute(statement)
    )  # fmt: skip
