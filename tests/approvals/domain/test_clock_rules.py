"""Every figure of a reading names the rule it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.clock_rules import Figure, RuleCode
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import DayEntry, WorkingCalendar

CALENDAR = WorkingCalendar([DayEntry(date(2026, 10, 1), False, "国庆节", "国办发明电〔2025〕7号")])
MONDAY = date(2026, 3, 9)
FACTS = TrackFacts(MONDAY, MONDAY, Limit(10), 5)


def reading(facts: TrackFacts = FACTS, today: date = MONDAY, clock: ClockName = ClockName.STATUTORY) -> ClockReading:
    found = read_clock(facts, clock, CALENDAR, today)
    assert found is not None
    return found


def behind(figure: Figure, facts: TrackFacts = FACTS, today: date = MONDAY) -> list[RuleCode]:
    return [rule.code for rule in reading(facts, today).rules if rule.figure is figure]


def test_a_plain_reading_rests_on_the_plain_rules() -> None:
    assert [(rule.figure.value, rule.code.value) for rule in reading(today=date(2026, 3, 10)).rules] == [
        ("first_day", "from_acceptance"),
        ("first_day", "day_zero_not_counted"),
        ("day_number", "working_days"),
        ("day_number", "number_of_today"),
        ("due", "limit_by_law"),
        ("remaining", "left_until_due"),
        ("light", "on_track"),
    ]


def test_a_promise_is_no_limit_of_the_law() -> None:
    assert RuleCode.LIMIT_PROMISED in [rule.code for rule in reading(clock=ClockName.COMMITTED).rules]


def test_a_limit_counted_from_receipt_says_so() -> None:
    from_receipt = replace(FACTS, statutory=Limit(7, counts_from=CountsFrom.RECEIPT))
    assert behind(Figure.FIRST_DAY, from_receipt)[0] is RuleCode.FROM_RECEIPT


def test_a_day_off_has_no_number_and_says_why() -> None:
    assert behind(Figure.DAY_NUMBER, today=date(2026, 3, 14)) == [RuleCode.WORKING_DAYS, RuleCode.NOT_COUNTED_TODAY]


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (replace(FACTS, statutory=Limit(0)), [RuleCode.LIMIT_ZERO]),
        (
            replace(FACTS, statutory=Limit(5, Unit.NATURAL_DAYS)),  # 14 March is a Saturday
            [RuleCode.LIMIT_BY_LAW, RuleCode.ROLLED],
        ),
        (
            replace(FACTS, statutory_extension=ExtensionFact(5, date(2026, 3, 20))),
            [RuleCode.LIMIT_BY_LAW, RuleCode.EXTENDED],
        ),
        (
            replace(FACTS, statutory_extension=ExtensionFact(5, date(2026, 3, 24))),
            [RuleCode.LIMIT_BY_LAW, RuleCode.EXTENDED_TOO_LATE],
        ),
        (
            replace(FACTS, pauses=(PauseFact(date(2026, 3, 11), date(2026, 3, 13)),)),
            [RuleCode.LIMIT_BY_LAW, RuleCode.STOPS_ADDED],
        ),
        (
            replace(FACTS, statutory_floor_on=date(2026, 3, 25)),
            [RuleCode.LIMIT_BY_LAW, RuleCode.TOLD_BEFORE],
        ),
        (
            replace(FACTS, pauses=(PauseFact(MONDAY),)),
            [RuleCode.LIMIT_BY_LAW, RuleCode.STOP_IS_OPEN],
        ),
    ],
)
def test_a_due_day_names_everything_that_moved_it(facts: TrackFacts, rules: list[RuleCode]) -> None:
    assert behind(Figure.DUE, facts) == rules


def test_the_light_says_from_how_many_days_left_it_warns() -> None:
    assert [reading(facts).rules[-1].params for facts in (FACTS, replace(FACTS, warn_wd=4))] == [
        {"threshold": 2, "unit": "WD"},
        {"threshold": 4, "unit": "WD"},
    ]


def test_a_pause_begun_after_the_due_day_is_no_rule_of_what_was_used() -> None:
    too_late = replace(FACTS, pauses=(PauseFact(date(2026, 3, 25), date(2026, 3, 27)),))
    assert RuleCode.STOPS_EXCLUDED not in behind(Figure.USED, too_late, date(2026, 3, 30))
    assert reading(too_late, date(2026, 3, 30)).used == reading(today=date(2026, 3, 30)).used == 15


def test_an_overdue_reading_says_that_nothing_cures_it() -> None:
    assert behind(Figure.REMAINING, today=date(2026, 3, 30)) == [RuleCode.OVER_THE_LIMIT]
    assert behind(Figure.LIGHT, today=date(2026, 3, 30)) == [RuleCode.OVERDUE]


def test_a_day_beyond_the_published_notices_says_so() -> None:
    late = date(2026, 12, 28)
    assert behind(Figure.PROVISIONAL, replace(FACTS, receipt_on=late, accepted_on=late), late) == [
        RuleCode.NO_NOTICE_YET
    ]


def test_every_light_is_a_rule_and_a_reading_made_elsewhere_has_none() -> None:
    assert {"decided", "overdue", "paused", "warning", "on_track"} <= {code.value for code in RuleCode}
    assert replace(reading(), grounds=None).rules == ()
