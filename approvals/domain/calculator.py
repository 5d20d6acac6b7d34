"""One clock asked from outside, without a case: when is it due, how much is used, when is a filing received.

The operator's batch and the public calculator ask here; the answers are the clock's own. Asked like this, some things
are settled that a case settles elsewhere:

* An extension counts as approved in time: whoever asks gives the days, not the day of the approval.
* A pause without an end is excluded through today, as if the clock ran again tomorrow: so the due day, and what is
  excluded up to it, are always days and numbers. What is excluded ends with `today` also when the decision came later.
* A pause begun after the due day excludes nothing (overdue is never cured), and the days in it are used days.
* Day 1 is the first day after acceptance that could count, whether or not a pause takes it.
* Used, remaining and overdue are in the unit of the limit; excluded is always in working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from approvals.domain import legal_days
from approvals.domain.clock import Light, read_clock
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.clock_guards import refuse_bad_facts
from approvals.domain.day_count import ONE_DAY, DayCount
from approvals.domain.refusals import Refusal
from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import WorkingCalendar

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")
CLOSE_OF_BUSINESS = time(17)


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A limit of `limit` days of `unit` from `accepted_on`, and what happened since. `pauses` are (first day, first
    day the clock runs again or None); they may come in any order, overlap, be empty or begin before acceptance."""

    accepted_on: date
    limit: int
    today: date
    unit: Unit = Unit.WORKING_DAYS
    pauses: tuple[tuple[date, date | None], ...] = ()
    extension: int = 0
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """`used`, `remaining`, `overdue_by` and `light` are as of the decision, else of today; overdue: `remaining` is
    -`overdue_by`. `provisional`: the due day lies in a year without a notice."""

    first_day: date
    due_on: date
    excluded: int
    used: int
    remaining: int
    overdue_by: int
    light: Light
    provisional: bool


@dataclass(frozen=True, slots=True)
class ReceiptAnswer:
    """The day of receipt, the last day to answer it, and the acceptance day should nobody answer by then."""

    receipt_on: date
    notice_due_on: date
    deemed_accepted_on: date


def track_facts(asked: DueQuestion) -> TrackFacts:
    """The facts of a track that the question describes.

    Raises Refusal `negative_limit`, `negative_extension`, `resumed_before_paused` or `decided_before_accepted`.
    """
    extension = ExtensionFact(asked.extension, asked.accepted_on) if asked.extension else None
    facts = TrackFacts(
        receipt_on=asked.accepted_on,
        accepted_on=asked.accepted_on,
        statutory=Limit(asked.limit, asked.unit),
        committed_wd=None,
        pauses=tuple(PauseFact(start, _end(start, end, asked.today)) for start, end in asked.pauses),
        statutory_extension=extension,
        decided_on=asked.decided_on,
    )
    refuse_bad_facts(facts)
    if asked.decided_on is not None and asked.decided_on < asked.accepted_on:
        raise Refusal("decided_before_accepted", accepted_on=asked.accepted_on, decided_on=asked.decided_on)
    return facts


def _end(start: date, end: date | None, today: date) -> date:
    """An open pause ends, for the count, on the day after today, or where it begins when that is later."""
    return end if end is not None else max(start, today + ONE_DAY)


def due(asked: DueQuestion, calendar: WorkingCalendar) -> DueAnswer:
    """The clock's answer. Raises the refusals of `track_facts`, or OverflowError past the year 9999."""
    facts = track_facts(asked)
    reading = read_clock(facts, ClockName.STATUTORY, calendar, asked.decided_on or asked.today)
    assert reading is not None
    due_on = reading.not_before
    return DueAnswer(
        first_day=reading.first_day,
        due_on=due_on,
        excluded=reading.excluded if asked.unit is Unit.WORKING_DAYS else _excluded_wd(facts, calendar, due_on),
        used=reading.used,
        remaining=reading.remaining,
        overdue_by=reading.overdue_by,
        light=reading.light,
        provisional=reading.provisional,
    )


def _excluded_wd(facts: TrackFacts, calendar: WorkingCalendar, due_on: date) -> int:
    """Working days that the pauses of a limit in natural days took, up to the due day."""
    spans = [(pause.started_on, pause.resumed_on or pause.started_on) for pause in facts.pauses]
    return DayCount(calendar, Unit.WORKING_DAYS, facts.receipt_on, spans).excluded(due_on)


def receipt(submitted_at: datetime, close_of_business: time, calendar: WorkingCalendar) -> ReceiptAnswer:
    """What follows from handing in at `submitted_at`; a moment without a zone is Asia/Shanghai wall time."""
    local = submitted_at.astimezone(LEGAL_ZONE).replace(tzinfo=None) if submitted_at.tzinfo else submitted_at
    received = legal_days.receipt_on(local, close_of_business, calendar)
    return ReceiptAnswer(received, legal_days.notice_due_on(received, calendar), received)
