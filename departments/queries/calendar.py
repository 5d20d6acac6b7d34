"""The working calendar, rebuilt only when a year was published or a day changed."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from departments.domain.working_calendar import DayEntry, WorkingCalendar
from departments.models.calendar import CalendarDay, CalendarYear

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
