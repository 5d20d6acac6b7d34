"""Single days at the edges that the vectors do not touch."""

from datetime import date, datetime, time
from typing import Any

import pytest

from approvals.domain import legal_days
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
CLOSE = time(17, 0)


@pytest.mark.parametrize(
    "moment, day",
    [
        ("2025-03-03T17:00:00", "2025-03-03"),
        ("2025-03-03T17:00:01", "2025-03-04"),
        ("2025-03-03T00:00:00", "2025-03-03"),
        ("2025-03-08T10:00:00", "2025-03-10"),
        ("2025-10-01T10:00:00", "2025-10-09"),
    ],
)
def test_what_comes_by_the_close_of_business_is_received_that_day(moment: str, day: str) -> None:
    assert legal_days.receipt_on(datetime.fromisoformat(moment), CLOSE, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "served, lawsuit",
    [
        ("2025-08-31", "2026-02-28"),
        ("2025-08-28", "2026-02-28"),
        ("2025-04-03", "2025-10-09"),
        ("2024-08-31", "2025-02-28"),
    ],
)
def test_six_months_end_on_the_last_day_of_a_short_month_and_roll_to_a_working_day(served: str, lawsuit: str) -> None:
    found = legal_days.remedy_last_days(date.fromisoformat(served), CALENDAR)
    assert found.lawsuit_on == date.fromisoformat(lawsuit)


def test_sixty_days_that_end_on_a_holiday_roll_to_the_next_working_day() -> None:
    assert legal_days.remedy_last_days(date(2025, 8, 3), CALENDAR).reconsideration_on == date(2025, 10, 9)


def test_a_promise_never_outlives_the_committed_limit_and_zero_days_mean_the_acceptance_day() -> None:
    accepted = date(2025, 3, 3)
    assert legal_days.promise_due_on(accepted, 10, 3, CALENDAR) == date(2025, 3, 6)
    assert legal_days.promise_due_on(accepted, 2, 0, CALENDAR) == accepted
    assert legal_days.promise_due_on(date(2025, 3, 8), 2, 0, CALENDAR) == date(2025, 3, 10)


def test_a_correction_lapses_twenty_working_days_after_service() -> None:
    assert legal_days.correction_lapse_on(date(2025, 3, 3), CALENDAR) == date(2025, 3, 31)
    assert legal_days.correction_lapse_on(date(2025, 3, 3), CALENDAR, 5) == date(2025, 3, 10)


def test_against_inaction_reconsideration_opens_the_day_after_the_limit_and_lasts_sixty_days() -> None:
    found = legal_days.inaction_remedy(date(2025, 3, 31), CALENDAR)
    assert (found.from_on, found.reconsideration_on, found.lawsuit_days) == (date(2025, 4, 1), date(2025, 5, 30), 15)
    assert legal_days.inaction_remedy(date(2025, 8, 4), CALENDAR).reconsideration_on == date(2025, 10, 9)


@pytest.mark.parametrize(
    "receipt, told_on, respond_by, answered",
    [
        ("2025-03-03", "", "", "2025-03-11"),
        ("2025-03-03", "2025-03-12", "", "2025-03-13"),
        ("2025-03-03", "", "2025-03-05", "2025-03-06"),
        ("2025-03-03", "", "2025-03-31", "2025-03-11"),
        ("", "2025-03-12", "2025-03-31", "2025-04-01"),
        ("", "", "", ""),
    ],
)
def test_the_law_answers_the_day_after_the_last_day_of_whoever_is_waited_for_first(
    receipt: str, told_on: str, respond_by: str, answered: str
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (receipt, told_on, respond_by)]
    found = legal_days.answered_by_law_on(*days, CALENDAR)
    assert found == (date.fromisoformat(answered) if answered else None)
