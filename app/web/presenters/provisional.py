"""Which days may still move: those to come in a year whose holidays the State Council has not published."""

from __future__ import annotations

import datetime as dt

from flask import current_app, g

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from departments.queries.calendar import load_calendar


def is_provisional(day: dt.date) -> bool:
    """Asked once per request and only for days to come; an application without a database marks nothing."""
    if day <= local_day(now()) or "sqlalchemy" not in current_app.extensions:
        return False
    published: frozenset[int] | None = g.get("published_years")
    if published is None:
        with reading() as session:
            published = g.published_years = load_calendar(session).published_years
    return bool(published) and day.year not in published
