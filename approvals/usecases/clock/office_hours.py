"""Nobody is reminded at midnight or on a Sunday: when a notice may go out."""

from __future__ import annotations

import datetime as dt

from app.foundation.wallclock import local_time
from approvals.usecases.timing import OFFICE_OPENS, at_local
from departments.domain.working_calendar import WorkingCalendar


def in_office_hours(now: dt.datetime, closes: dt.time, calendar: WorkingCalendar) -> dt.datetime:
    """`now` itself while the offices are open, else the next opening (09:00 of a working day, Asia/Shanghai)."""
    local = local_time(now)
    day = local.date()
    if calendar.is_working(day):
        if OFFICE_OPENS <= local.time() <= closes:
            return now
        if local.time() < OFFICE_OPENS:
            return at_local(day, OFFICE_OPENS)
    return at_local(calendar.add(day, 1), OFFICE_OPENS)
