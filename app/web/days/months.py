"""A statement of any length that can still be read: by month, and a stretch of days with one reason as one row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from approvals.domain.day_statement import DayPair

SHORTEST_RUN = 4
ALL_OPEN = 45
"""Days up to which every month stands open."""


@dataclass(frozen=True)
class DayRow:
    """One day, or a run of days that nothing tells apart."""

    pairs: tuple[DayPair, ...]

    @property
    def first(self) -> DayPair:
        return self.pairs[0]

    @property
    def last(self) -> DayPair:
        return self.pairs[-1]

    @property
    def is_run(self) -> bool:
        return len(self.pairs) > 1


@dataclass(frozen=True)
class MonthRows:
    """The rows of one month; `counted` and `skipped` are days of the stricter clock that has a say."""

    first: dt.date
    rows: tuple[DayRow, ...]
    counted: int
    skipped: int
    is_open: bool


def months(days: Sequence[DayPair], today: dt.date) -> tuple[MonthRows, ...]:
    """The months of a statement; those that are not about now are closed when it is long."""
    if not days:
        return ()
    parts = [tuple(part) for _, part in groupby(days, key=lambda pair: (pair.day.year, pair.day.month))]
    short = len(days) <= ALL_OPEN
    return tuple(_month(part, short or _is_about_now(part, today), today) for part in parts)


def _is_about_now(part: Sequence[DayPair], today: dt.date) -> bool:
    due = any(line.is_due_day for pair in part for line in pair.lines)
    return due or part[0].day <= today <= part[-1].day


def _month(part: Sequence[DayPair], is_open: bool, today: dt.date) -> MonthRows:
    counted = sum(any(line.number for line in pair.lines) for pair in part)
    return MonthRows(part[0].day, tuple(_rows(part, today)), counted, len(part) - counted, is_open)


def _rows(part: Sequence[DayPair], today: dt.date) -> Iterator[DayRow]:
    for key, found in groupby(part, key=lambda pair: _key(pair, today)):
        run = tuple(found)
        if key is not None and len(run) >= SHORTEST_RUN:
            yield DayRow(run)
        else:
            yield from (DayRow((pair,)) for pair in run)


def _key(pair: DayPair, today: dt.date) -> tuple[object, ...] | None:
    """What a day has in common with its neighbours; None for a day that must stand alone."""
    if pair.day == today or any(line.number is not None or line.is_due_day for line in pair.lines):
        return None
    return tuple(_reason_key(line.params, line.code) for line in pair.lines)


def _reason_key(params: object, code: str) -> tuple[object, ...]:
    said = dict(params) if isinstance(params, dict) else {}
    if "kind" in said:
        return "stop", said["kind"], said.get("letter_no")
    return code, said.get("name"), said.get("notice")
