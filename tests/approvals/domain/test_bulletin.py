"""The figures of a month: where a move counts, what is late, and who stands where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.bulletin import Month, Story, Tally, places, tally_of, total
from approvals.domain.clock_facts import ExtensionFact, Limit, PauseFact, TrackFacts
from departments.domain.working_calendar import WorkingCalendar

CALENDAR = WorkingCalendar((), range(2025, 2027))  # published years without a holiday: weekdays work
MARCH, APRIL = Month(2026, 3), Month(2026, 4)
FACTS = TrackFacts(date(2026, 3, 20), date(2026, 3, 23), Limit(20), 10)  # due on 20 April, promised by 6 April
STORY = Story(filed_on=date(2026, 3, 20), accepted_on=date(2026, 3, 23), facts=FACTS)


def decided(day: date | None, **facts: Any) -> Story:
    return replace(STORY, facts=replace(FACTS, decided_on=day, **facts))


def test_a_month_knows_its_days() -> None:
    december = Month(2025, 12)
    assert (december.first, december.last, december.publish_by) == (
        date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 10),
    )  # fmt: skip
    assert Month.before(date(2026, 1, 31)) == december and str(december) == "2025-12"
    assert not december.has_ended(date(2025, 12, 31)) and december.has_ended(date(2026, 1, 1))
    assert Month.parse("2026-03") == MARCH
    assert [Month.parse(text) for text in ("2026-13", "2026-3", "2026", "", "abcd-03")] == [None] * 5


def test_the_reminder_comes_on_the_working_day_before_the_tenth() -> None:
    assert MARCH.remind_on(CALENDAR) == date(2026, 4, 9)
    assert APRIL.publish_by == date(2026, 5, 10)  # a Sunday: the tenth stays the tenth
    assert APRIL.remind_on(CALENDAR) == date(2026, 5, 8)


def test_an_item_filed_in_one_month_and_decided_in_the_next_counts_where_it_happened() -> None:
    march, april = (tally_of(decided(date(2026, 4, 3)), month, CALENDAR) for month in (MARCH, APRIL))
    assert march == Tally(filed=1, accepted=1)
    assert april == Tally(decided=1, in_time=1, worked_wd=9, timed=1)
    assert tally_of(decided(date(2026, 4, 3)), Month(2026, 5), CALENDAR).is_empty


def test_past_the_promise_is_late_and_past_the_law_as_well() -> None:
    after_promise = tally_of(decided(date(2026, 4, 7)), APRIL, CALENDAR)
    assert (after_promise.late, after_promise.overdue_committed, after_promise.overdue_statutory) == (1, 1, 0)
    after_both = tally_of(decided(date(2026, 4, 21)), APRIL, CALENDAR)
    assert (after_both.overdue, after_both.overdue_committed, after_both.overdue_statutory) == (1, 1, 1)
    on_the_day = tally_of(decided(date(2026, 4, 6)), APRIL, CALENDAR)
    assert (on_the_day.in_time, on_the_day.overdue) == (1, 0)


def test_what_stands_past_its_limit_at_the_end_of_the_month_counts_until_it_is_decided() -> None:
    standing = tally_of(decided(None), APRIL, CALENDAR)
    assert standing == Tally(standing_late=1, overdue_committed=1, overdue_statutory=1)
    decided_in_may = decided(date(2026, 5, 8))
    assert tally_of(decided_in_may, APRIL, CALENDAR) == standing
    assert tally_of(decided_in_may, Month(2026, 5), CALENDAR).late == 1
    assert standing.rate is None and standing.score == 0


def test_what_came_after_the_month_had_not_happened_in_it() -> None:
    may = date(2026, 5, 4)
    paused = decided(None, pauses=(PauseFact(may),), statutory_extension=ExtensionFact(10, may))
    assert tally_of(paused, APRIL, CALENDAR) == tally_of(decided(None), APRIL, CALENDAR)


def test_a_paused_item_is_not_late_and_the_pause_is_no_work() -> None:
    pause = PauseFact(date(2026, 3, 25), date(2026, 4, 22))
    assert tally_of(decided(date(2026, 4, 24), pauses=(pause,)), APRIL, CALENDAR).worked_wd == 4
    open_pause = PauseFact(date(2026, 3, 25))
    assert tally_of(decided(None, pauses=(open_pause,)), APRIL, CALENDAR).is_empty


def test_an_item_withdrawn_in_time_is_never_late() -> None:
    assert tally_of(replace(STORY, ended_on=date(2026, 4, 2)), APRIL, CALENDAR).is_empty
    assert tally_of(replace(STORY, ended_on=date(2026, 4, 24)), APRIL, CALENDAR).overdue == 1
    assert tally_of(replace(STORY, ended_on=date(2026, 4, 24)), Month(2026, 5), CALENDAR).is_empty


def test_a_former_decision_counts_in_its_month_and_is_not_judged_by_the_new_clock() -> None:
    again = replace(decided(None), decided_before=(date(2026, 3, 25),))
    march = tally_of(again, MARCH, CALENDAR)
    assert (march.decided, march.in_time, march.late, march.average_wd) == (1, 0, 0, None)


def test_the_same_printed_score_is_the_same_place() -> None:
    tallies = {
        "late": Tally(decided=2, in_time=1, late=1),
        "few": Tally(decided=1, in_time=1),
        "idle": Tally(filed=3),
        "many": Tally(decided=90, in_time=90),
        "close": Tally(decided=3000, in_time=2999, late=1),
    }
    assert tallies["close"].score == Decimal("100.0")  # printed alike, so placed alike
    assert places(tallies) == ((1, "few"), (1, "many"), (1, "close"), (4, "late"))


@pytest.mark.parametrize(("in_time", "late", "shown"), [(1, 2, "33.3"), (2, 1, "66.7"), (1, 7, "12.5"), (0, 4, "0.0")])
def test_a_share_is_told_to_a_tenth(in_time: int, late: int, shown: str) -> None:
    assert str(Tally(in_time=in_time, late=late).rate) == shown


COUNTS = st.builds(Tally, in_time=st.integers(0, 50), late=st.integers(0, 50), standing_late=st.integers(0, 50))


@given(st.dictionaries(st.integers(), COUNTS, max_size=8))
def test_places_are_fair(tallies: dict[int, Tally]) -> None:
    found = {key: place for place, key in places(tallies)}
    for key, place in found.items():
        assert place == 1 + sum((tallies[other].score or 0) > (tallies[key].score or 0) for other in found)
    assert total(tallies.values()).overdue == sum(one.overdue for one in tallies.values())
