"""The working calendar, rebuilt only when a year was published or a day changed."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from departments.domain.working_calendar import DayEntry, WorkingCalendar
from departments.models.calendar import CalendarDay, CalendarYear

_built: dict[tuple[object, ...], WorkingCalendar] = {}


def load_calendar(session: Session) -> WorkingCalendar:
    """The calendar of the published notices; other years answer provisionally."""
    count, newest, last = session.execute(
        select(func.count(), func.max(CalendarYear.published_at), func.max(CalendarYear.year)).select_from(CalendarYear)
    ).one()
    key = (str(session.get_bind().engine.url), count, str(newest), last)
    if key not in _built:
        _built.clear()
        days = session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
        entries = [DayEntry(day.day, day.is_working, day.name, day.notice) for day in days]
        _built[key] = WorkingCalendar(entries)
    return _built[key]
