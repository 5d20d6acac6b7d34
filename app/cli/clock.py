"""flask clock batch."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from flask.cli import AppGroup

from app.foundation.wallclock import local_day, now
from approvals.domain.clock_batch import answer, refused
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv

SEED = Path(__file__).resolve().parents[2] / "departments" / "data" / "calendar-2004-2026.csv"
RULES = """Read JSON lines on standard input; write one JSON line for each, as soon as it is read.

\b
A limit:    {"id", "kind": "due", "accepted_on", "limit", "unit": "WD"|"ND",
             "pauses": [[from, to|null], ...], "extension", "today", "decided_on"}
  answer:   {"id", "first_day", "due_on", "excluded", "used", "remaining",
             "overdue_by", "light", "provisional"}
A filing:   {"id", "kind": "receipt", "submitted_at", "close_of_business"}
  answer:   {"id", "receipt_on", "notice_due_on", "deemed_accepted_on"}
Otherwise:  {"id", "error"}; the next line is read all the same.

A key may be left out or null. Needed are kind, accepted_on, limit and submitted_at. Without them: unit WD, no
pauses, no extension, undecided, close of business 17:00, and today is the present day in Asia/Shanghai, or the day
of the decision. A day is written 2026-02-24; a moment 2026-02-24T15:30, in Asia/Shanghai unless it has an offset.

\b
first_day    the first day after acceptance that counts, whether or not paused
due_on       with the extension, which counts as approved in time; never a day
             off, never a paused day; an open pause ends today
excluded     working days that the pauses take, after acceptance, up to due_on
used         counted days through the decision, else through today
remaining    counted days from there to due_on; once overdue, -overdue_by
overdue_by   days after due_on; 0 when not overdue, and on days off before the
             first working day after it
light        decided, else overdue, else paused, else warning, else on_track;
             warning begins at max(1, min(3, limit/5 rounded up)) days left
provisional  due_on lies in a year that no published notice covers

used, remaining and overdue_by are in the unit of the limit: working or natural days. A pause [from, to] stops the
clock from its first day to the day before the second; the day of acceptance is never counted, paused or not. A
pause begun after due_on changes nothing. Empty lines are passed over. The calendar is the one that comes with the
program (notices of 2004 to 2026), not the database's.
"""
group = AppGroup("clock", help="The legal clock, asked without a case.")


@group.command("batch", with_appcontext=False, help=RULES)
def batch() -> None:
    """The stream: one line in, one line out, until there is no more."""
    calendar = WorkingCalendar(parse_calendar_csv(SEED.read_text(encoding="utf-8")))
    lines, answers = sys.stdin.buffer, sys.stdout.buffer
    for raw in lines:
        if raw.strip():
            answers.write(_written(_answered(raw, calendar)))
            answers.flush()


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _finite(word: str) -> float:
    """A number too large for a float would come back as something that is no JSON."""
    number = float(word)
    return number if abs(number) != float("inf") else _no_number(word)


_decode = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite).decode
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _answered(raw: bytes, calendar: WorkingCalendar) -> dict[str, Any]:
    try:
        record = _decode(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return refused(None, "not_json")
    return answer(record, calendar, lambda: local_day(now()))


def _written(answer: dict[str, Any]) -> bytes:
    """Readable Chinese, unless the id holds what only an escape can carry, such as half a character."""
    try:
        text = _encode(answer)
    except RecursionError:
        text = _encode(refused(None, "not_json"))
    return f"{text if text.isprintable() else json.dumps(answer)}\n".encode()
