"""A duty after a grant is looked at exactly when there is something to say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from approvals.domain.duties import DutyAlarm, DutyKind, duties_of, duty_alarm, duty_look_by, next_look_on
from approvals.domain.truth import When
from departments.domain.catalogue_words import ResultLetter
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
DECIDED = date(2025, 4, 28)


def test_a_licence_is_delivered_within_ten_days_and_published_within_seven() -> None:
    owed = duties_of(ResultLetter.LICENCE_DECISION, DECIDED, CALENDAR)
    assert owed == {DutyKind.DELIVERY: CALENDAR.add(DECIDED, 10), DutyKind.DISCLOSURE: CALENDAR.add(DECIDED, 7)}
    assert set(duties_of(ResultLetter.FILING_RECEIPT, DECIDED, CALENDAR)) == {DutyKind.DELIVERY}


def test_the_next_look_is_the_first_new_state_that_a_daily_look_would_find() -> None:
    due_on = CALENDAR.add(DECIDED, 10)
    days = [DECIDED + timedelta(days=step) for step in range(60)]
    working = [day for day in days if CALENDAR.is_working(day)]
    states = {day: duty_alarm(due_on, CALENDAR, day) for day in working}
    for today in working[:30]:
        seen = {states[day] for day in working if day <= today}
        fresh = next(day for day in working if day > today and states[day] not in seen | {None})
        assert next_look_on(due_on, CALENDAR, today) == fresh, today


def test_what_was_not_said_yet_is_looked_at_today_and_else_the_next_state_is_waited_for() -> None:
    due_on, today, saturday = date(2025, 5, 15), date(2025, 5, 13), date(2025, 5, 17)
    assert duty_look_by(due_on, CALENDAR, today, today, ()) == today
    assert duty_look_by(due_on, CALENDAR, today, today, {"soon:0"}) == date(2025, 5, 16)
    assert duty_look_by(due_on, CALENDAR, date(2025, 5, 12), date(2025, 5, 12), ()) == today
    assert duty_look_by(due_on, CALENDAR, saturday, date(2025, 5, 19), {"soon:0"}) == date(2025, 5, 19), (
        "late, and nobody works today"
    )


def test_what_an_evening_has_called_for_is_owed_by_the_next_opening_and_nothing_else_waits_for_it() -> None:
    due_on, friday, monday = date(2025, 5, 19), date(2025, 5, 16), date(2025, 5, 19)
    for hour, day in ((time(2), friday), (time(17), friday), (time(17, 1), monday)):
        when = When.at(datetime.combine(friday, hour), time(17), CALENDAR)
        assert (when.today, when.opens_on) == (friday, day)
        assert duty_look_by(due_on, CALENDAR, when.today, when.opens_on, ()) == day
        assert duty_look_by(due_on, CALENDAR, when.today, when.opens_on, {"soon:0"}) == date(2025, 5, 20)


def test_lateness_of_a_duty_climbs_the_same_ladder() -> None:
    due_on = date(2025, 5, 15)
    assert duty_alarm(due_on, CALENDAR, date(2025, 5, 12)) is None
    assert duty_alarm(due_on, CALENDAR, date(2025, 5, 13)) == DutyAlarm(0, 0)
    assert duty_alarm(due_on, CALENDAR, date(2025, 5, 20)) == DutyAlarm(3, 2)
