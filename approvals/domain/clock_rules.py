"""The rule behind every figure of a clock's reading, as codes; a page or a letter turns them into a sentence and a law.

Worked out only when somebody asks: a reading itself stays cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from departments.domain.catalogue_words import CountsFrom, Unit

if TYPE_CHECKING:
    from approvals.domain.clock import ClockReading
    from approvals.domain.clock_facts import TrackFacts
    from approvals.domain.day_count import DayCount


class Figure(StrEnum):
    """What a reading says."""

    FIRST_DAY = "first_day"
    DAY_NUMBER = "day_number"
    USED = "used"
    DUE = "due"
    REMAINING = "remaining"
    LIGHT = "light"
    PROVISIONAL = "provisional"


class RuleCode(StrEnum):
    """One rule each; the law is named beside its words (fact sheet 1.1, 1.2, 2.2)."""

    FROM_ACCEPTANCE = "from_acceptance"
    FROM_RECEIPT = "from_receipt"
    DAY_ZERO_NOT_COUNTED = "day_zero_not_counted"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    NUMBER_OF_TODAY = "number_of_today"
    NOT_COUNTED_TODAY = "not_counted_today"
    STOPS_EXCLUDED = "stops_excluded"
    STOPS_ADDED = "stops_added"
    LIMIT_BY_LAW = "limit_by_law"
    LIMIT_PROMISED = "limit_promised"
    LIMIT_ZERO = "limit_zero"
    ROLLED = "rolled"
    AFTER_STOP = "after_stop"
    EXTENDED = "extended"
    EXTENDED_TOO_LATE = "extended_too_late"
    TOLD_BEFORE = "told_before"
    STOP_IS_OPEN = "stop_is_open"
    LEFT_UNTIL_DUE = "left_until_due"
    LEFT_AFTER_STOP = "left_after_stop"
    OVER_THE_LIMIT = "over_the_limit"
    DECIDED = "decided"
    OVERDUE = "overdue"
    PAUSED = "paused"
    WARNING = "warning"
    ON_TRACK = "on_track"
    NO_NOTICE_YET = "no_notice_yet"


@dataclass(frozen=True, slots=True)
class Rule:
    """`params` are days, dates and figures the sentence needs."""

    figure: Figure
    code: RuleCode
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)  # one for every reading: see there
class Grounds:
    """What a reading was made of, kept so that its rules can be told: facts, the counting, the warning threshold."""

    facts: TrackFacts
    count: DayCount
    threshold: int


def rules_behind(reading: ClockReading, grounds: Grounds) -> tuple[Rule, ...]:
    """Every rule that made this reading what it is, figure by figure."""
    return (
        *_first_day(reading, grounds),
        *_day_number(reading, grounds),
        *_due(reading, grounds),
        *_remaining(reading),
        _light(reading, grounds),
        *([Rule(Figure.PROVISIONAL, RuleCode.NO_NOTICE_YET, {"year": reading.not_before.year})] * reading.provisional),
    )


def _first_day(reading: ClockReading, grounds: Grounds) -> Iterator[Rule]:
    from_receipt = grounds.facts.limit(reading.clock).counts_from is CountsFrom.RECEIPT
    start = RuleCode.FROM_RECEIPT if from_receipt else RuleCode.FROM_ACCEPTANCE
    yield Rule(Figure.FIRST_DAY, start, {"day": reading.day_zero})
    yield Rule(Figure.FIRST_DAY, RuleCode.DAY_ZERO_NOT_COUNTED, {"day": reading.first_day})


def _day_number(reading: ClockReading, grounds: Grounds) -> Iterator[Rule]:
    natural = reading.unit is Unit.NATURAL_DAYS
    yield Rule(Figure.DAY_NUMBER, RuleCode.NATURAL_DAYS if natural else RuleCode.WORKING_DAYS)
    if reading.day_number:
        yield Rule(Figure.DAY_NUMBER, RuleCode.NUMBER_OF_TODAY, {"number": reading.day_number})
    elif reading.day_number is None:
        yield Rule(Figure.DAY_NUMBER, RuleCode.NOT_COUNTED_TODAY, {"day": reading.as_of})
    if taken := grounds.count.excluded(reading.as_of):
        yield Rule(Figure.USED, RuleCode.STOPS_EXCLUDED, {"days": taken, "unit": reading.unit.value})


def _due(reading: ClockReading, grounds: Grounds) -> Iterator[Rule]:
    said = {"days": reading.limit_days, "unit": reading.unit.value}
    own = RuleCode.LIMIT_BY_LAW if reading.clock.value == "statutory" else RuleCode.LIMIT_PROMISED
    yield Rule(Figure.DUE, own if reading.limit_days else RuleCode.LIMIT_ZERO, said)
    extension = grounds.facts.extension(reading.clock)
    if extension is not None:
        code = RuleCode.EXTENDED if reading.extended else RuleCode.EXTENDED_TOO_LATE
        params = {"days": extension.days, "day": extension.approved_on, "due": reading.last_day_to_extend}
        yield Rule(Figure.DUE, code, params | {"unit": reading.unit.value})
    if reading.excluded:
        yield Rule(Figure.DUE, RuleCode.STOPS_ADDED, {"days": reading.excluded, "unit": reading.unit.value})
    days = reading.limit_days + (extension.days if extension is not None and reading.extended else 0)
    nominal = grounds.count.nth(days) if days else reading.day_zero
    counted = grounds.count.due(days)
    if counted != nominal:
        stopped = grounds.count.calendar.next_working(nominal) != counted
        yield Rule(Figure.DUE, RuleCode.AFTER_STOP if stopped else RuleCode.ROLLED, {"day": nominal})
    floor = grounds.facts.floor_on(reading.clock)
    if floor is not None and floor > counted:
        yield Rule(Figure.DUE, RuleCode.TOLD_BEFORE, {"day": floor, "counted": counted})
    if reading.due_on is None:
        yield Rule(Figure.DUE, RuleCode.STOP_IS_OPEN, {"day": reading.not_before})


def _remaining(reading: ClockReading) -> Iterator[Rule]:
    if reading.overdue_by:
        params: dict[str, int | str | date] = {"days": reading.overdue_by, "unit": reading.unit.value}
        yield Rule(Figure.REMAINING, RuleCode.OVER_THE_LIMIT, params | {"day": reading.not_before})
    elif reading.due_on is None:
        yield Rule(Figure.REMAINING, RuleCode.LEFT_AFTER_STOP, {"days": reading.remaining, "unit": reading.unit.value})
    else:
        yield Rule(Figure.REMAINING, RuleCode.LEFT_UNTIL_DUE, {"day": reading.due_on})


def _light(reading: ClockReading, grounds: Grounds) -> Rule:
    params = {"threshold": grounds.threshold, "unit": reading.unit.value}
    return Rule(Figure.LIGHT, RuleCode(reading.light.value), params)
