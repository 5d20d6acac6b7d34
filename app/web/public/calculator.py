"""The working-day calculator: the clock of the law for anybody, without a case, with the reason of every day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.guard import guard
from app.web.presenters.rule_words import why
from app.web.public.blueprint import blueprint
from app.web.public.calculator_forms import MOST_ROWS, DueForm, ReceiptForm
from approvals.domain.calculator import (
    CLOSE_OF_BUSINESS,
    DueAnswer,
    DueQuestion,
    ReceiptAnswer,
    due,
    receipt,
    track_facts,
)
from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.clock_facts import ClockName
from approvals.domain.clock_rules import Rule, RuleCode
from approvals.domain.day_statement import DayLine, day_statement
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar
from departments.queries.closures import closures

LONGEST_LIST = 800


@dataclass(frozen=True)
class Calculated:
    """What the page shows of one calculation. `days` is empty when the list would be longer than anybody reads."""

    asked: DueQuestion
    answer: DueAnswer
    reading: ClockReading
    days: tuple[DayLine, ...]

    @property
    def as_of(self) -> dt.date:
        return self.reading.as_of

    @property
    def rules(self) -> list[Rule]:
        """The rules behind the figures; when the extension was approved nobody said, so nothing is said of it."""
        return [rule for rule in self.reading.rules if rule.code is not RuleCode.EXTENDED]

    @property
    def is_open(self) -> bool:
        """A pause lasts through today, and what is told supposes that it ends then."""
        return any(end is None and start <= self.asked.today for start, end in self.asked.pauses)


@blueprint.get("/calculator")
@guard("public")
def calculator() -> ResponseReturnValue:
    """Two small forms; `more` adds a row for another pause and calculates nothing yet."""
    today, said = local_day(now()), request.args
    asked, adding, handed_in = "accepted_on" in said, "more" in said, "submitted_at" in said
    form = DueForm(said if asked else None, data={"today": today})
    receipt_form = ReceiptForm(said if handed_in else None)
    ready = asked and not adding and form.validate()
    received = handed_in and receipt_form.validate()
    with reading() as session:
        calendar, closed = load_calendar(session), closures(session, until_after=today)
    page = render_template(
        "public/calculator.html",
        form=form,
        rows=min(form.row_count() + adding, MOST_ROWS),
        most_rows=MOST_ROWS,
        result=calculate(form.question(today), calendar) if ready else None,
        receipt_form=receipt_form,
        received=_receipt(receipt_form, calendar) if received else None,
        last_notice=max(calendar.published_years, default=None),
        why=why,
        closed=closed,
        today=today,
    )
    return page, 422 if form.errors or receipt_form.errors else 200


def calculate(asked: DueQuestion, calendar: WorkingCalendar) -> Calculated:
    """The clock's answer, its reading with the rules behind it, and its days."""
    facts, answer = track_facts(asked), due(asked, calendar)
    as_of = asked.decided_on or asked.today
    found = read_clock(facts, ClockName.STATUTORY, calendar, as_of)
    assert found is not None
    short = max(as_of, answer.due_on) - asked.accepted_on <= dt.timedelta(days=LONGEST_LIST)
    days = day_statement(facts, ClockName.STATUTORY, calendar, as_of) if short else ()
    return Calculated(asked, answer, found, days)


def _receipt(form: ReceiptForm, calendar: WorkingCalendar) -> ReceiptAnswer:
    return receipt(form.submitted_at.data, form.close_of_business.data or CLOSE_OF_BUSINESS, calendar)
