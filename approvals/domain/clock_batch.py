"""The operator's batch: one record of a JSON line in, the record of the answer out. Nothing here raises.

A key that is not there and a key that is null say the same. Needed: `kind`; for "due" `accepted_on` and `limit`; for
"receipt" `submitted_at`. Of the others each has a default: `unit` WD, `pauses` none, `extension` 0, `today` the present
legal day (or the day of the decision), `decided_on` none (undecided), `close_of_business` 17:00. What is not asked for
is not read. An answer is told in the words of `calculator`, a refusal as ``{"id", "error"}`` with its name in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from approvals.domain.calculator import CLOSE_OF_BUSINESS, DueQuestion, due, receipt
from approvals.domain.refusals import Refusal
from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import WorkingCalendar

Record = Mapping[str, Any]
T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOUR = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)


class BadLine(ValueError):
    """A record that is not what the batch reads; the clock itself was not asked."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


_SENTENCES = {
    "not_json": "the line is no JSON that can be read",
    "not_an_object": "a line is a JSON object",
    "unknown_kind": 'kind is "due" or "receipt", not {found}',
    "missing": "{key} is needed",
    "not_a_day": "{key} is a day that exists, written 2026-02-24, not {found}",
    "not_a_moment": "{key} is a moment written 2026-02-24T15:30, with Z or an offset if it is not local, not {found}",
    "not_an_hour": "{key} is a time of day written 17:00, not {found}",
    "not_a_whole_number": "{key} is a whole number, not {found}",
    "unknown_unit": 'unit is "WD" or "ND", not {found}',
    "not_pauses": "pauses is a list of [from, to] with to null while open; {found} is none",
    "negative_limit": "limit is {days}, it cannot be less than 0",
    "negative_extension": "extension is {days}, it cannot be less than 0",
    "resumed_before_paused": "a pause from {started_on} cannot end on {resumed_on}",
    "decided_before_accepted": "decided on {decided_on}, but accepted on {accepted_on}",
    "out_of_range": "a day lies outside the years 1 to 9999",
}


def answer(record: object, calendar: WorkingCalendar, present: Callable[[], date]) -> dict[str, Any]:
    """The answer to one record; `present` is asked for the legal day of today when the record does not say it."""
    if not isinstance(record, Mapping):
        return refused(None, "not_an_object")
    name = record.get("id")
    try:
        match record.get("kind"):
            case "due":
                return {"id": name, **_due(record, calendar, present)}
            case "receipt":
                return {"id": name, **_receipt(record, calendar)}
            case None:
                raise BadLine("missing", key="kind")
            case other:
                raise BadLine("unknown_kind", found=_short(other))
    except (BadLine, Refusal) as refusal:
        return refused(name, refusal.code, **refusal.params)
    except OverflowError:
        return refused(name, "out_of_range")


def refused(name: object, code: str, **params: object) -> dict[str, Any]:
    """What a line gets that cannot be answered."""
    return {"id": name, "error": f"{code}: {_SENTENCES[code].format(**params)}"}


def _due(record: Record, calendar: WorkingCalendar, present: Callable[[], date]) -> dict[str, Any]:
    decided_on = _day(record, "decided_on")
    found = due(
        DueQuestion(
            accepted_on=_needed(_day(record, "accepted_on"), "accepted_on"),
            limit=_needed(_number(record, "limit"), "limit"),
            today=_day(record, "today") or decided_on or present(),
            unit=_unit(record),
            pauses=_pauses(record),
            extension=_number(record, "extension") or 0,
            decided_on=decided_on,
        ),
        calendar,
    )
    return {
        "first_day": found.first_day.isoformat(),
        "due_on": found.due_on.isoformat(),
        "excluded": found.excluded,
        "used": found.used,
        "remaining": found.remaining,
        "overdue_by": found.overdue_by,
        "light": found.light.value,
        "provisional": found.provisional,
    }


def _receipt(record: Record, calendar: WorkingCalendar) -> dict[str, Any]:
    moment = _needed(_typed(record, "submitted_at", _MOMENT, datetime.fromisoformat, "not_a_moment"), "submitted_at")
    close = _typed(record, "close_of_business", _HOUR, time.fromisoformat, "not_an_hour")
    found = receipt(moment, CLOSE_OF_BUSINESS if close is None else close, calendar)
    return {
        "receipt_on": found.receipt_on.isoformat(),
        "notice_due_on": found.notice_due_on.isoformat(),
        "deemed_accepted_on": found.deemed_accepted_on.isoformat(),
    }


def _needed(value: T | None, key: str) -> T:
    if value is None:
        raise BadLine("missing", key=key)
    return value


def _day(record: Record, key: str) -> date | None:
    return _typed(record, key, _DAY, date.fromisoformat, "not_a_day")


def _typed(record: Record, key: str, shape: re.Pattern[str], read: Callable[[str], T], code: str) -> T | None:
    """A text of one shape, read; None when it is not given."""
    found = record.get(key)
    if found is None:
        return None
    if isinstance(found, str) and shape.fullmatch(found):
        try:
            return read(found)
        except ValueError:
            pass
    raise BadLine(code, key=key, found=_short(found))


def _number(record: Record, key: str) -> int | None:
    found = record.get(key)
    if found is None or type(found) is int:  # True is an int, and no number of days
        return found
    raise BadLine("not_a_whole_number", key=key, found=_short(found))


def _unit(record: Record) -> Unit:
    found = record.get("unit")
    if found is None:
        return Unit.WORKING_DAYS
    if isinstance(found, str) and found in (Unit.WORKING_DAYS, Unit.NATURAL_DAYS):
        return Unit(found)
    raise BadLine("unknown_unit", found=_short(found))


def _pauses(record: Record) -> tuple[tuple[date, date | None], ...]:
    found = record.get("pauses")
    if found is None:
        return ()
    if not isinstance(found, list):
        raise BadLine("not_pauses", found=_short(found))
    return tuple(_pause(pause) for pause in found)


def _pause(found: object) -> tuple[date, date | None]:
    if not isinstance(found, list) or len(found) != 2:
        raise BadLine("not_pauses", found=_short(found))
    ends = {"pause from": found[0], "pause to": found[1]}
    return _needed(_day(ends, "pause from"), "pause from"), _day(ends, "pause to")


def _short(found: object) -> str:
    """What was found, cut to a length that a line can carry."""
    words = repr(found) if isinstance(found, str | int | float | bool) else f"a {type(found).__name__}"
    return words if len(words) <= 40 else f"{words[:40]}…"
