"""The published years of the working calendar are loaded once, when an installation is set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import insert, select

from app.foundation.unit_of_work import unit_of_work
from departments.domain.working_calendar import DayEntry
from departments.models.calendar import CalendarDay, CalendarYear


def seed_calendar(*, entries: Sequence[DayEntry], now: dt.datetime) -> int:
    """Store the days of years that are not published yet; returns how many years were added."""
    with unit_of_work() as session:
        known = set(session.scalars(select(CalendarYear.year)))
        fresh = [entry for entry in entries if entry.day.year not in known]
        years = {entry.day.year: entry.notice for entry in fresh}
        if not fresh:
            return 0
        session.execute(
            insert(CalendarYear),
            [{"year": year, "notice": notice, "published_at": now, "revision": 1} for year, notice in years.items()],
        )
        session.execute(
            insert(CalendarDay),
            [
                {"day": e.day, "year": e.day.year, "is_working": e.is_working, "name": e.name, "notice": e.notice}
                for e in fresh
            ],
        )
        return len(years)
