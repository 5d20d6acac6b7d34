"""The day statement as JSON; the shape is stable and written down in docs/day-statement.md."""

from __future__ import annotations

import datetime as dt
from typing import Any

from approvals.domain.clock import ClockReading
from approvals.domain.clock_rules import Rule
from approvals.domain.day_statement import DayLine, DayPair
from approvals.domain.letters.day_statement import StatedStage
from approvals.queries.day_statement import TrackDays

VERSION = 1
PARAMS = ("kind", "letter_no", "nth", "name", "notice", "resumed")


def plain(found: TrackDays) -> dict[str, Any]:
    """Every date ISO 8601, what is not known null."""
    return {
        "version": VERSION,
        "track": found.track,
        "case_no": found.case_no,
        "item": {"code": found.item.code, "name_zh": found.item.name_zh, "name_en": found.item.name_en},
        "department": {"name_zh": found.name_zh, "name_en": found.name_en},
        "state": found.state.value,
        "as_of": _iso(found.as_of),
        "decided_on": _iso(found.facts.decided_on) if found.facts else None,
        "clocks": [_clock(each) for each in found.reading.clocks] if found.reading else [],
        "days": [_day(pair) for pair in found.days],
        "stage_extension": _stage(found.stage),
    }


def _stage(moved: StatedStage | None) -> dict[str, Any] | None:
    """The whole stage was given more days; the clocks of the item were not."""
    if moved is None:
        return None
    days = {"old_due_on": _iso(moved.old_due_on), "due_on": _iso(moved.new_due_on)}
    return {"days": moved.days, **days, "letter_no": moved.letter_no or None}


def _clock(reading: ClockReading) -> dict[str, Any]:
    return {
        "clock": reading.clock.value,
        "limit": reading.limit_days,
        "unit": reading.unit.value,
        "day_zero": _iso(reading.day_zero),
        "first_day": _iso(reading.first_day),
        "day_number": reading.day_number,
        "used": reading.used,
        "remaining": reading.remaining,
        "excluded": reading.excluded,
        "due_on": _iso(reading.due_on),
        "not_before": _iso(reading.not_before),
        "warn_on": _iso(reading.warn_on),
        "extended": reading.extended,
        "overdue_by": reading.overdue_by,
        "overdue_wd": reading.overdue_wd,
        "light": reading.light.value,
        "provisional": reading.provisional,
        "rules": [_rule(rule) for rule in reading.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    params = {name: _iso(value) if isinstance(value, dt.date) else value for name, value in rule.params.items()}
    return {"figure": rule.figure.value, "code": rule.code.value, "params": params}


def _day(pair: DayPair) -> dict[str, Any]:
    return {
        "day": pair.day.isoformat(),
        "provisional": pair.provisional,
        "statutory": _line(pair.statutory),
        "committed": _line(pair.committed),
    }


def _line(line: DayLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    said = {name: line.params[name] for name in PARAMS if line.params.get(name) not in (None, "")}
    return {
        "number": line.number,
        "code": line.code.value,
        "due": line.is_due_day,
        "extended": line.extended,
        "overdue": line.overdue,
    } | said


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None
