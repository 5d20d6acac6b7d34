"""The day statement: one line per calendar day, counted or not and by which rule, to print and to dispute."""

from __future__ import annotations

from collections.abc import Mapping
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
    """`number` is None on a day that is not counted. `params` name the holiday and its notice, or the procedure and
    the letter that stopped the clock."""

    day: date
    number: int | None
    code: DayCode
    params: Mapping[str, Any]
    is_due_day: bool
    provisional: bool


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


def _line(day: date, facts: TrackFacts, reading: ClockReading, count: DayCount) -> DayLine:
    code, params = _reason(day, facts, reading, count)
    due = day == reading.due_on
    return DayLine(day, count.number(day), code, params, due, count.calendar.is_provisional(day))


def _reason(day: date, facts: TrackFacts, reading: ClockReading, count: DayCount) -> tuple[DayCode, dict[str, Any]]:
    if day == count.day_zero:
        from_receipt = facts.limit(reading.clock).counts_from is CountsFrom.RECEIPT
        return (DayCode.RECEIVED if from_receipt else DayCode.ACCEPTED), {}
    why = count.calendar.why(day)
    source = {"name": why.name, "notice": why.notice}
    if count.unit is Unit.WORKING_DAYS and why.kind is DayKind.WEEKEND:
        return DayCode.WEEKEND, {}
    if count.unit is Unit.WORKING_DAYS and why.kind is DayKind.HOLIDAY:
        return DayCode.HOLIDAY, source
    if count.stopped(day):
        pause = _pause_on(day, facts, reading.clock, count.calendar)
        return DayCode.PAUSED, {"kind": pause.kind, "letter_no": pause.letter_no} if pause else {}
    if day > reading.not_before:
        return DayCode.LATE, {}
    days = _limit_days(facts, reading)
    if day > count.due(days):
        return DayCode.KEPT, {}
    if day > (count.nth(days) if days else count.day_zero):
        return DayCode.ROLLED, {}
    if why.kind is DayKind.MAKE_UP:
        return DayCode.MAKE_UP, source
    return DayCode.COUNTED, {}


def _limit_days(facts: TrackFacts, reading: ClockReading) -> int:
    """The days of the limit, with those of an extension that counts."""
    extension = facts.extension(reading.clock)
    return reading.limit_days + (extension.days if extension is not None and reading.extended else 0)


def _pause_on(day: date, facts: TrackFacts, clock: ClockName, calendar: WorkingCalendar) -> PauseFact | None:
    """The first pause that stopped the clock on `day`; overlapping ones count once."""
    for pause in sorted(facts.pauses, key=lambda pause: pause.started_on):
        end = pause_end(pause, calendar)
        if pause.stops(clock) and pause.started_on <= day and (end is None or day < end):
            return pause
    return None
