"""The demo city's diary: what happens on which working day and hour, told in order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.foundation.settings import TIMEZONE
from app.foundation.wallclock import local_day
from departments.domain.working_calendar import WorkingCalendar

Act = Callable[..., None]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One act, when it is told to have happened, and with what; the act gets the moment first."""

    moment: dt.datetime
    act: Act
    given: tuple[Any, ...]


@dataclass
class Diary:
    """Day 0 is the working day of today, or the next one; -3 is the third working day before it.

    Nothing is told of the future: what would lie after `now` happens now.
    """

    calendar: WorkingCalendar
    now: dt.datetime
    entries: list[Entry] = field(default_factory=list)
    _days: list[dt.date] = field(default_factory=list)

    def day(self, offset: int) -> dt.date:
        """The legal day of an offset."""
        today = self.calendar.next_working(local_day(self.now))
        if offset > 0:
            return self.calendar.add(today, offset)
        self._days = self._days or [today]
        while len(self._days) <= -offset:
            before = self._days[-1] - ONE_DAY
            while not self.calendar.is_working(before):
                before -= ONE_DAY
            self._days.append(before)
        return self._days[-offset]

    def at(self, offset: int, hour: float, act: Act, *given: Any) -> None:
        """Write `act(moment, *given)` down; `hour` is local time, 14.5 is half past two."""
        minutes = round(hour * 60)
        moment = dt.datetime.combine(self.day(offset), dt.time(minutes // 60, minutes % 60), TIMEZONE)
        self.entries.append(Entry(moment.astimezone(dt.UTC), act, given))

    def live(self, *, each_day: Act, since: int) -> int:
        """Let everything happen in order, each working morning from `since` on with its sweep; returns how many acts."""
        for offset in range(since, 1):
            if self.day(offset) <= local_day(self.now):
                self.at(offset, 9.0, each_day)
        for entry in sorted(self.entries, key=lambda one: one.moment):
            entry.act(min(entry.moment, self.now), *entry.given)
        return len(self.entries)
