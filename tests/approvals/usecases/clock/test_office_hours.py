"""When a notice may go out."""

from __future__ import annotations

import datetime as dt

import pytest

from app.foundation.settings import TIMEZONE
from approvals.usecases.clock.office_hours import in_office_hours
from departments.domain.working_calendar import DayEntry, WorkingCalendar

CLOSES = dt.time(17)
CALENDAR = WorkingCalendar(
    [DayEntry(dt.date(2026, 5, day), False, "劳动节", "") for day in range(1, 6)]
    + [DayEntry(dt.date(2026, 5, 9), True, "劳动节", "")]
)


@pytest.mark.parametrize(
    ("now", "speaks"),
    [
        ("2026-03-09T09:00", "2026-03-09T09:00"),
        ("2026-03-09T16:59", "2026-03-09T16:59"),
        ("2026-03-09T17:00", "2026-03-09T17:00"),
        ("2026-03-09T17:01", "2026-03-10T09:00"),
        ("2026-03-09T00:10", "2026-03-09T09:00"),
        ("2026-03-13T23:00", "2026-03-16T09:00"),
        ("2026-03-14T10:00", "2026-03-16T09:00"),
        ("2026-04-30T18:00", "2026-05-06T09:00"),
        ("2026-05-09T10:00", "2026-05-09T10:00"),
    ],
)
def test_only_while_the_offices_are_open(now: str, speaks: str) -> None:
    moment, expected = (dt.datetime.fromisoformat(text).replace(tzinfo=TIMEZONE) for text in (now, speaks))
    assert in_office_hours(moment.astimezone(dt.UTC), CLOSES, CALENDAR) == expected
