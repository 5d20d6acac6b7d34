"""The working calendar, rebuilt only when a year was published or a day changed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from departments.domain.calendar_import import YearImport
from departments.domain.working_calendar import DayEntry, WorkingCalendar
from departments.models.calendar import CalendarDay, CalendarDraft, CalendarYear

_built: dict[tuple[object, ...], WorkingCalendar] = {}


def load_calendar(session: Session) -> WorkingCalendar:
    """The calendar of the published notices; other years answer provisionally.

    Asked each time what was published last: a year that another process published is noticed by the next request.
    """
    state = session.execute(
        select(
            func.count(),
            func.sum(CalendarYear.revision),
            func.max(CalendarYear.published_at),
            func.max(CalendarYear.year),
        ).select_from(CalendarYear)
    ).one()
    key = (str(session.get_bind().engine.url), *(str(value) for value in state))
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
