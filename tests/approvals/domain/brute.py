"""The law of the clock walked day by day: written from the specification (fact sheet 1.6, 2.2), never from our code.

Days are ordinals. A walk looks at one day after the other and keeps no sums, so it is slow and hard to get wrong.
Numbers in brackets are the rules of the specification.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.approvals.domain.plain_calendar import PlainCalendar

FIRST, LAST = date(2023, 1, 1), date(2034, 12, 31)
BASE = FIRST.toordinal()
LAST_NOTICE = date(2026, 12, 31).toordinal()
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def _works(day: date) -> bool:
    if day.year in (2024, 2025, 2026):
        return day in PlainCalendar.worked or (day.weekday() < 5 and day not in PlainCalendar.off)
    return day.weekday() < 5 and (day.month, day.day) not in FIXED


_WORKED = bytes(_works(FIRST + timedelta(days=step)) for step in range((LAST - FIRST).days + 1))


def works(day: int) -> bool:
    return _WORKED[day - BASE] == 1


@dataclass(frozen=True)
class Stop:
    """A pause: first day, first day the clock runs again (None = nobody ended it), cap in working or natural days."""

    start: int
    end: int | None = None
    cap: int | None = None
    cap_natural: bool = False

    def known_end(self) -> int | None:
        """(4, 17) The hand or the cap ends it, whichever comes first."""
        cap_end = None
        if self.cap is not None and self.cap_natural:
            cap_end = self.start + self.cap + 1
        elif self.cap is not None:
            cap_end = self.start
            while not works(cap_end):
                cap_end += 1
            for _ in range(self.cap):
                cap_end += 1
                while not works(cap_end):
                    cap_end += 1
        if self.end is None or cap_end is None:
            return cap_end if self.end is None else self.end
        return min(self.end, cap_end)


@dataclass(frozen=True)
class Asked:
    """One clock to read: day zero, its limit, the stops that may stop it, and the day it is looked at."""

    zero: int
    limit: int
    natural: bool
    stops: tuple[Stop, ...]
    as_of: int
    decided: bool = False
    extension: int | None = None
    approved_on: int = 0
    floor: int | None = None
    warn: int | None = None


def read(asked: Asked) -> dict[str, object]:
    zero, as_of, natural = asked.zero, asked.as_of, asked.natural
    ends = {stop: stop.known_end() for stop in asked.stops}
    paused: set[int] = set()
    for stop, end in ends.items():  # an open pause is known to last through the day of looking
        paused.update(_days(stop, end, zero, as_of))

    last_to_extend = due = _due(asked, asked.limit, paused)
    extended = asked.extension is not None and asked.approved_on <= last_to_extend  # (7)
    if asked.extension is not None and extended:
        due = _due(asked, asked.limit + asked.extension, paused)

    used = excluded = excluded_wd = left = 0
    for day in range(zero + 1, due + 1):
        if not natural and not works(day):
            continue
        if day in paused:
            excluded += 1
            excluded_wd += works(day)
        elif day <= as_of:
            used += 1
        else:
            left += 1
    if natural:
        excluded_wd = sum(day in paused and works(day) for day in range(zero + 1, due + 1))
    late = range(due + 1, as_of + 1)  # (5) overdue is never cured: every day after the due day is one
    late_wd = sum(map(works, late))
    late_by = len(late) if natural else late_wd
    begun = {day for stop, end in ends.items() if stop.start <= due for day in _days(stop, end, zero, as_of)}
    used += sum((natural or works(day)) and day not in begun for day in late)  # pausing never uses a day

    warn = max(1, min(3, -(-asked.limit // 5))) if asked.warn is None else asked.warn
    warn_on, seen = due, 0
    while warn_on > zero:  # backwards: the first day that leaves no more than `warn` days
        seen += (natural or works(warn_on)) and warn_on not in paused
        if seen > warn:
            break
        warn_on -= 1
    running = [stop for stop in asked.stops if stop.start <= min(as_of, due)]
    endless = not asked.decided and any(ends[stop] is None for stop in running)
    return {
        "first_day": _first(zero, natural),
        "due": due,
        "due_on": None if endless else due,
        "last_day_to_extend": last_to_extend,
        "extended": extended,
        "excluded": excluded,
        "excluded_wd": excluded_wd,
        "used": used,
        "remaining": -late_by if late else left,
        "overdue_by": late_by,
        "overdue_wd": late_wd,
        "day_number": _number(asked, begun, used),
        "warn_on": None if endless else _counted(warn_on, zero, natural, paused),
        "light": _light(asked, bool(late), any(_holds(ends[stop], as_of) for stop in running), left <= warn),
        "provisional": due > LAST_NOTICE,
    }


def _days(stop: Stop, end: int | None, zero: int, as_of: int) -> range:
    return range(max(stop.start, zero + 1), as_of + 1 if end is None else end)


def _first(zero: int, natural: bool) -> int:
    day = zero + 1  # (3) strictly after
    while not natural and not works(day):
        day += 1
    return day


def _due(asked: Asked, limit: int, paused: set[int]) -> int:
    """(3, 4, 13, 15, 16) Walk until the limit is used up, then on to a day on which one can work and the clock runs."""
    day, counted = asked.zero, 0
    while counted < limit:
        day += 1
        counted += (asked.natural or works(day)) and day not in paused
    while not works(day) or day in paused:
        day += 1
    if asked.floor is not None and asked.floor > day:  # what was told holds
        day = asked.floor
        while not works(day) or day in paused:
            day += 1
    return day


def _counted(day: int, zero: int, natural: bool, paused: set[int]) -> int:
    """The warning begins on the day that was counted when so few were left; back over days that changed nothing."""
    while day > zero and (day in paused or not (natural or works(day))):
        day -= 1
    return day


def _number(asked: Asked, begun: set[int], used: int) -> int | None:
    day = asked.as_of
    if day <= asked.zero:
        return 0 if day == asked.zero else None
    if (not asked.natural and not works(day)) or day in begun:
        return None
    return used


def _holds(end: int | None, as_of: int) -> bool:
    return end is None or as_of < end


def _light(asked: Asked, late: bool, paused: bool, few_left: bool) -> str:
    if asked.decided:
        return "decided"
    if late:
        return "overdue"
    if paused:
        return "paused"
    return "warning" if few_left else "on_track"


def receipt(submitted: datetime, close: tuple[int, int]) -> tuple[int, int]:
    """(1, 8) The day of receipt and the last day to answer, of a moment on the wall clock."""
    day = submitted.date().toordinal()
    if not works(day) or (submitted.hour, submitted.minute, submitted.second, submitted.microsecond) > (*close, 0, 0):
        day += 1
        while not works(day):
            day += 1
    notice, left = day, 5
    while left:
        notice += 1
        left -= works(notice)
    return day, notice


class Dice:
    """Cheap choices for one run of cases."""

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed).random

    def below(self, count: int) -> int:
        return int(self.roll() * count)

    def stops(self, zero: int) -> tuple[Stop, ...]:
        """Up to four, unsorted, overlapping, empty, on day zero and before, open, closed, capped in either unit."""
        return tuple(self._stop(zero) for _ in range((0, 0, 1, 1, 1, 2, 2, 3, 4)[self.below(9)]))

    def _stop(self, zero: int) -> Stop:
        start = zero - 4 + self.below(44)
        ended, capped = self.below(4), self.below(4)
        return Stop(
            start,
            None if ended == 0 else start + self.below((0, 3, 12, 40)[ended]),
            self.below(12) if capped == 0 else None,
            self.below(2) == 0,
        )

    def limit(self) -> int:
        return (0, 1, self.below(8), self.below(21), self.below(61))[self.below(5)]
