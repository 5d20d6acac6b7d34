"""From the clock's facts to the printed day statement: the same days and numbers as on the page, with names instead of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from approvals.domain.clock import ClockReading, Reading
from approvals.domain.clock_facts import ClockName, PauseFact, TrackFacts, pause_end
from approvals.domain.day_statement import DayCode, DayLine, DayPair, both_statements
from approvals.domain.letters.day_statement import StatedClock, StatedDay, StatedMark, StatedStop
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar

OF_THE_CALENDAR = frozenset({DayCode.HOLIDAY, DayCode.MAKE_UP})


@dataclass(frozen=True, slots=True)
class ProcedureName:
    """What a special procedure is called and the rule it rests on, from the catalogue."""

    name_zh: str
    name_en: str = ""
    basis: str = ""


def stated(
    facts: TrackFacts, reading: Reading, calendar: WorkingCalendar, names: Mapping[str, ProcedureName]
) -> dict[str, Any]:
    """Keyword arguments of the letter: as of when, both clocks, every day, and the stops in the order they began."""
    pauses = sorted(facts.pauses, key=lambda pause: pause.started_on)
    days = both_statements(facts, calendar, reading.as_of)
    return {
        "as_of": reading.as_of,
        "decided_on": facts.decided_on,
        "clocks": tuple(_clock(each, facts) for each in reading.clocks),
        "stops": tuple(_stop(pause, calendar, names) for pause in pauses),
        "days": tuple(_day(pair, pauses, calendar) for pair in days),
    }


def _clock(reading: ClockReading, facts: TrackFacts) -> StatedClock:
    extension, floor = facts.extension(reading.clock), facts.floor_on(reading.clock)
    receipt = facts.limit(reading.clock).counts_from is CountsFrom.RECEIPT
    return StatedClock(
        clock=_name(reading.clock), days=reading.limit_days,
        unit="ND" if reading.unit is Unit.NATURAL_DAYS else "WD", counts_from="receipt" if receipt else "acceptance",
        day_zero=reading.day_zero, first_day=reading.first_day, used=reading.used, remaining=reading.remaining,
        excluded=reading.excluded, overdue_by=reading.overdue_by, due_on=reading.due_on, not_before=reading.not_before,
        light=reading.light.value, extension_days=extension.days if extension is not None and reading.extended else 0,
        kept_on=floor if floor is not None and floor == reading.not_before else None,
        provisional=reading.provisional,
    )  # fmt: skip


def _stop(pause: PauseFact, calendar: WorkingCalendar, names: Mapping[str, ProcedureName]) -> StatedStop:
    name = names.get(pause.kind) or ProcedureName(pause.kind)
    return StatedStop(
        procedure_zh=name.name_zh, procedure_en=name.name_en, basis=name.basis, started_on=pause.started_on,
        until=pause_end(pause, calendar), stops_statutory=pause.stops_statutory, stops_committed=pause.stops_committed,
        letter_no=pause.letter_no or "",
    )  # fmt: skip


def _day(pair: DayPair, pauses: Sequence[PauseFact], calendar: WorkingCalendar) -> StatedDay:
    source = next((line.params for line in pair.lines if line.code in OF_THE_CALENDAR), {})
    return StatedDay(
        day=pair.day,
        statutory=_mark(pair.statutory, ClockName.STATUTORY, pauses, calendar),
        committed=_mark(pair.committed, ClockName.COMMITTED, pauses, calendar),
        holiday=source.get("name") or "",
        notice=source.get("notice") or "",
        provisional=pair.provisional,
    )


def _mark(
    line: DayLine | None, clock: ClockName, pauses: Sequence[PauseFact], calendar: WorkingCalendar
) -> StatedMark | None:
    if line is None:
        return None
    return StatedMark(
        code=line.code.value, number=line.number, due=line.is_due_day, extended=line.extended, overdue=line.overdue,
        stop=_place(line.day, clock, pauses, calendar) if "kind" in line.params else None,
        nth=line.params.get("nth"), resumed=bool(line.params.get("resumed")),
    )  # fmt: skip


def _place(day: date, clock: ClockName, pauses: Sequence[PauseFact], calendar: WorkingCalendar) -> int | None:
    """The place of the stop that the day statement names: the first of this clock that covers the day."""
    for place, pause in enumerate(pauses):
        end = pause_end(pause, calendar)
        if pause.stops(clock) and pause.started_on <= day and (end is None or day < end):
            return place
    return None


def _name(clock: ClockName) -> Literal["statutory", "committed"]:
    return "statutory" if clock is ClockName.STATUTORY else "committed"
