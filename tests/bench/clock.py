"""How fast the pure clock is, in one process, beside a bare loop with the least arithmetic that gives the same day.

The floor of an addition is two look-ups in the same table, written out in the loop; that of a reading is, for each
clock, the due day, the days used and the days left worked out in the same way with the pauses already in the form of
table positions. What is above the floor is what the answer carries besides: bounds, names, lights, rules and both
limits of a track.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from itertools import accumulate
from typing import Any

from app.cli.clock import SEED
from approvals.domain.clock import read
from approvals.domain.clock_batch import answer
from approvals.domain.clock_facts import Limit, PauseFact, TrackFacts
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv

TIMES, ROUNDS = 20_000, 15
CALENDAR = WorkingCalendar(parse_calendar_csv(SEED.read_text(encoding="utf-8")))
FIRST = date(2025, 1, 1).toordinal()
DAYS = [date.fromordinal(FIRST + step) for step in range(700)]
PAUSES = (PauseFact(date(2025, 5, 9), date(2025, 5, 13)), PauseFact(date(2025, 5, 20), date(2025, 5, 26)))
ACCEPTED, TODAY = date(2025, 5, 6), date(2025, 5, 28)
ONE_CLOCK = TrackFacts(ACCEPTED, ACCEPTED, Limit(20), None, PAUSES)
BOTH_CLOCKS = TrackFacts(ACCEPTED, ACCEPTED, Limit(20), 10, PAUSES)
LINE = {
    "id": 1, "kind": "due", "accepted_on": "2025-05-06", "limit": 20, "unit": "WD", "extension": 0, "decided_on": None,
    "pauses": [["2025-05-09", "2025-05-13"], ["2025-05-20", "2025-05-26"]], "today": "2025-05-28",
}  # fmt: skip
SUMS = list(accumulate(map(CALENDAR.is_working, DAYS)))
WORKED = [day for day in DAYS if CALENDAR.is_working(day)]


def add() -> None:
    plus = CALENDAR.add
    for step in range(TIMES):
        plus(DAYS[step % 600], 20)


def add_floor() -> None:
    for step in range(TIMES):
        WORKED[SUMS[DAYS[step % 600].toordinal() - FIRST] + 19]


def read_one() -> None:
    for _ in range(TIMES):
        read(ONE_CLOCK, CALENDAR, TODAY)


def read_both() -> None:
    for _ in range(TIMES):
        read(BOTH_CLOCKS, CALENDAR, TODAY)


def _floor_of(limit: int) -> tuple[date, int, int]:
    zero, now = SUMS[ACCEPTED.toordinal() - FIRST], SUMS[TODAY.toordinal() - FIRST]
    due, used = zero + limit, now - zero
    for pause in PAUSES:
        assert pause.resumed_on is not None
        before = SUMS[pause.started_on.toordinal() - FIRST - 1]
        taken = SUMS[pause.resumed_on.toordinal() - FIRST - 1] - before
        due += taken if before < due else 0
        used -= taken if before < now else 0
    return WORKED[due - 1], used, limit - used


def read_one_floor() -> None:
    for _ in range(TIMES):
        _floor_of(20)


def read_both_floor() -> None:
    for _ in range(TIMES):
        _floor_of(20)
        _floor_of(10)


def batch() -> None:
    for _ in range(TIMES):
        answer(LINE, CALENDAR, date.today)


def search_floor() -> None:
    """The same addition by a bisection over the working days, without a table of sums."""
    for step in range(TIMES):
        WORKED[bisect_right(WORKED, DAYS[step % 600]) + 19]


def best(verb: Callable[[], None]) -> float:
    """Times a second, in the quietest of several rounds; processor time, so that neighbours do not count."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        verb()
        rounds.append(time.process_time() - started)
    return TIMES / min(rounds)


def measure() -> dict[str, dict[str, Any]]:
    """Every row: ours, floor, ratio, what is asked at least. The table and the arithmetic agree by test."""
    rows = (
        ("add working days/s", add, add_floor, 1_000_000),
        ("add working days/s, floor by bisection", add, search_floor, 1_000_000),
        ("Reading of one clock with two pauses/s", read_one, read_one_floor, 100_000),
        ("Reading of both clocks with two pauses/s", read_both, read_both_floor, 100_000),
        ("answers of the operator's batch/s", batch, read_one_floor, 20_000),
    )
    found = {}
    for name, ours, floor, wanted in rows:
        speed, least = best(ours), best(floor)
        found[name] = {
            "ours": round(speed),
            "floor": round(least),
            "ratio": round(speed / least, 3),
            "at least": wanted,
        }
    return found


if __name__ == "__main__":
    for name, values in measure().items():
        print(name, values)
