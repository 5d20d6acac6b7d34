"""Writes the days by which a track is *found*; the pure clock decides what they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from app.foundation.settings import TIMEZONE
from app.foundation.wallclock import local_day
from approvals.domain.alarms import next_alarm, next_alarm_after
from approvals.domain.clock import read
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import facts_of
from departments.domain.working_calendar import WorkingCalendar

OFFICE_OPENS = dt.time(9, 0)
DAY_ENDS = dt.time(0, 5)


def at_local(day: dt.date, time: dt.time) -> dt.datetime:
    """The UTC moment of a local time on a legal day."""
    return dt.datetime.combine(day, time, TIMEZONE).astimezone(dt.UTC)


def set_clock(
    track: Track, pauses: Iterable[Pause], calendar: WorkingCalendar, now: dt.datetime, *, swept: bool = False
) -> None:
    """Store due days, light and the moment to look again, after a fact changed or (`swept`) after an alarm was raised.

    A moved due day gives the deadline a new version, so that its alarms are new ones.
    """
    facts, today = facts_of(track, pauses), local_day(now)
    if facts is None or facts.accepted_on is None or track.decided_on is not None or track.ended_at is not None:
        track.next_alarm_at = None
        if track.ended_at is not None:
            track.light = "decided"
        return
    reading = read(facts, calendar, today)
    statutory = reading.statutory.due_on if reading.statutory else None
    committed = reading.committed.due_on if reading.committed else None
    if (statutory, committed) != (track.statutory_due_on, track.committed_due_on):
        if (track.statutory_due_on, track.committed_due_on) != (None, None):
            track.deadline_version += 1
        track.statutory_due_on, track.committed_due_on = statutory, committed
    track.light = reading.light.value
    coming = next_alarm_after(facts, calendar, today) if swept else next_alarm(facts, calendar, today)
    track.next_alarm_at = at_local(calendar.next_working(coming.on_day), OFFICE_OPENS) if coming else None
