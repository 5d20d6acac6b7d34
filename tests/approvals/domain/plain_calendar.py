"""A calendar counted by hand, day by day, from the State Council notices of 2024 to 2026: the tests' own yardstick."""

from datetime import date, timedelta
from functools import cache, cached_property

DAY = timedelta(days=1)
FIRST = date(2022, 1, 1)

OFF = """
2024-01-01 2024-02-10/2024-02-17 2024-04-04/2024-04-06 2024-05-01/2024-05-05 2024-06-10 2024-09-15/2024-09-17
2024-10-01/2024-10-07 2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05
2025-05-31/2025-06-02 2025-10-01/2025-10-08 2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06
2026-05-01/2026-05-05 2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07
"""
WORKED = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 2025-01-26 2025-02-08
2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


def _days(text: str) -> frozenset[date]:
    found: set[date] = set()
    for span in text.split():
        first, _, last = span.partition("/")
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= end:
            found.add(day)
            day += DAY
    return frozenset(found)


class PlainCalendar:
    """Answers like the real calendar, by walking."""

    off = _days(OFF)
    worked = _days(WORKED)

    def __init__(self) -> None:
        self.is_working = cache(self._is_working)

    def _is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def is_provisional(self, day: date) -> bool:
        return day.year > 2026

    def add(self, day: date, number: int) -> date:
        while number:
            day += DAY
            number -= self.is_working(day)
        return day

    def count_between(self, after: date, through: date) -> int:
        return sum(self.is_working(after + DAY * step) for step in range(1, (through - after).days + 1))

    def next_working(self, day: date) -> date:
        while not self.is_working(day):
            day += DAY
        return day

    def position(self, day: date) -> int:
        """Working days since the eve of 2022, counted one by one."""
        return sum(self._every[: (day - FIRST).days + 1])

    def before(self, day: date) -> int:
        return self.position(day - DAY)

    def at(self, position: int) -> date:
        day = FIRST
        for worked in self._every:
            position -= worked
            if not position:
                break
            day += DAY
        return day

    @cached_property
    def _every(self) -> list[bool]:
        return [self.is_working(FIRST + DAY * step) for step in range(366 * 12)]
