"""The day statement: one line per calendar day, counted or not and by which rule, to print and to dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from approvals.domain.clock import ClockReading, day_count, read_clock
from approvals.domain.clock_facts import ClockName, PauseFact, TrackFacts, pause_end
from approvals.domain.day_count import ONE_DAY, DayCount
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import DayKind, WorkingCalendar


class DayCode(StrEnum):
    """Why a day has its number or none.

    `ROLLED`: the limit is used up, but its last day was none to work on, so the end moved to the next working day.
    `KEPT`: the limit is used up by a calendar published later, but the day that was told before still holds.
    `LATE`: a day after the due day, numbered on.
    """

    ACCEPTED = "accepted"
    RECEIVED = "received"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    ROLLED = "rolled"
    KEPT = "kept"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of one clock; `number` is None on a day that is not counted.

    `params` name the holiday and its notice, or the procedure and the letter that stopped the clock; a day off inside a
    stop names the procedure as well. `extended`: counted only because the limit was extended. `overdue`: the how manieth
    day after the due day it is, in the unit of the limit, on days that count.
    """

    day: date
    number: int | None
    code: DayCode
    params: Mapping[str, Any]
    is_due_day: bool
    provisional: bool
    extended: bool = False
    overdue: int | None = None


@dataclass(frozen=True, slots=True)
class DayPair:
    """One calendar day as both clocks see it; None where a clock has not begun, has ended, or does not exist."""

    day: date
    statutory: DayLine | None
    committed: DayLine | None

    @property
    def lines(self) -> tuple[DayLine, ...]:
        return tuple(line for line in (self.statutory, self.committed) if line is not None)

    @property
    def provisional(self) -> bool:
        return any(line.provisional for line in self.lines)


def day_statement(facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar, today: date) -> tuple[DayLine, ...]:
    """From day zero to the decision, else to the due day, or to `today` when that is later; empty without a clock.

    While a pause without an end is open the statement ends today: what comes after is not known.
    """
    as_of = facts.decided_on or today
    reading = read_clock(facts, clock, calendar, as_of)
    every = day_count(facts, clock, calendar, as_of)
    if reading is None or every is None:
        return ()
    count = every.up_to(reading.not_before)
    last = facts.decided_on or max(as_of, reading.due_on or as_of)
    lines, day = [], count.day_zero
    while day <= last:
        lines.append(_line(day, facts, reading, count))
        day += ONE_DAY
    return tuple(lines)


def both_statements(facts: TrackFacts, calendar: WorkingCalendar, today: date) -> tuple[DayPair, ...]:
    """Both clocks side by side, day by day, from the first day of the earlier to the last of the later."""
    statutory, committed = (
        {line.day: line for line in day_statement(facts, clock, calendar, today)} for clock in ClockName
    )
    days = statutory.keys() | committed.keys()
    return tuple(DayPair(day, statutory.get(day), committed.get(day)) for day in sorted(days))


def tally(lines: Iterable[DayLine]) -> Mapping[DayCode, int]:
    """How many days of a statement have each reason; together they are all its days."""
    return Counter(line.code for line in lines)


def _line(day: date, facts: TrackFacts, reading: ClockReading, count: DayCount) -> DayLine:
    code, params = _reason(day, facts, reading, count)
    number, due = count.number(day), day == reading.due_on
    late = number is not None and day > reading.not_before
    extended = number is not None and not late and reading.extended and day > reading.last_day_to_extend
    overdue = count.between(reading.not_before, day) if late else None
    return DayLine(day, number, code, params, due, count.calendar.is_provisional(day), extended, overdue)


def _reason(day: date, facts: TrackFacts, reading: ClockReading, count: DayCount) -> tuple[DayCode, dict[str, Any]]:
    if day == count.day_zero:
        from_receipt = facts.limit(reading.clock).counts_from is CountsFrom.RECEIPT
        return (DayCode.RECEIVED if from_receipt else DayCode.ACCEPTED), {}
    why = count.calendar.why(day)
    source = {"name": why.name, "notice": why.notice}
    stop = _stop(day, facts, reading.clock, count) if count.stopped(day) else {}
    if count.unit is Unit.WORKING_DAYS and why.kind is DayKind.WEEKEND:
        return DayCode.WEEKEND, _within(stop)
    if count.unit is Unit.WORKING_DAYS and why.kind is DayKind.HOLIDAY:
        return DayCode.HOLIDAY, source | _within(stop)
    if count.stopped(day):
        return DayCode.PAUSED, stop
    if day > reading.not_before:
        return DayCode.LATE, {}
    days = _limit_days(facts, reading)
    if day > count.due(days):
        return DayCode.KEPT, {}
    if day > (count.nth(days) if days else count.day_zero):
        return DayCode.ROLLED, {}
    resumed = {"resumed": True} if _runs_again(day, count) else {}
    if why.kind is DayKind.MAKE_UP:
        return DayCode.MAKE_UP, source | resumed
    return DayCode.COUNTED, dict(resumed)


def _runs_again(day: date, count: DayCount) -> bool:
    """The first day that counts after a stop that took any."""
    return any(taken and end <= day and count.between(end - ONE_DAY, day) == 1 for _, end, taken in count.stops)


def _limit_days(facts: TrackFacts, reading: ClockReading) -> int:
    """The days of the limit, with those of an extension that counts."""
    extension = facts.extension(reading.clock)
    return reading.limit_days + (extension.days if extension is not None and reading.extended else 0)


def _stop(day: date, facts: TrackFacts, clock: ClockName, count: DayCount) -> dict[str, Any]:
    """Which procedure stopped the clock, by which letter, and the how manieth day of its own this is."""
    pause = _pause_on(day, facts, clock, count.calendar)
    if pause is None:
        return {}
    nth = count.between(max(pause.started_on, count.day_zero + ONE_DAY) - ONE_DAY, day)
    return {"kind": pause.kind, "letter_no": pause.letter_no, "nth": nth}


def _within(stop: Mapping[str, Any]) -> dict[str, Any]:
    """A day off keeps its own reason; that the clock stood still anyway is said beside it."""
    return {name: stop[name] for name in ("kind", "letter_no") if name in stop}


def _pause_on(day: date, facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar) -> PauseFact | None:
    """The first pause that stopped the clock on `day`; overlapping ones count once."""
    for pause in sorted(facts.pauses, key=lambda pause: pause.started_on):
        end = pause_end(pause, calendar)
        if pause.stops(clock) and pause.started_on <= day and (end is None or day < end):
            return pause
    return None
