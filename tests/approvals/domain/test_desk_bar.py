"""Whose desk: working day by working day, with the limits, today and the forecast in their columns."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.desk_bar import DeskBar, DeskFacts, desk_bar
from departments.domain.working_calendar import WorkingCalendar

PLAIN = WorkingCalendar([])
MONDAY = dt.date(2026, 3, 9)


def day(number: int) -> dt.date:
    """The n-th working day from Monday, 1 = Monday."""
    return PLAIN.add(MONDAY - dt.timedelta(days=1), number)


def facts(**said: object) -> DeskFacts:
    usual: dict[str, object] = {
        "key": "LX-08", "received_on": day(1), "accepted_on": day(3), "ended_on": None,
        "committed_due_on": day(8), "statutory_due_on": day(13), "expected_on": day(8),
    }  # fmt: skip
    return DeskFacts(**(usual | said))  # type: ignore[arg-type]


def bar(*tracks: DeskFacts, today: dt.date) -> DeskBar:
    found = desk_bar(tracks, PLAIN, today)
    assert found is not None
    return found


def drawn(found: DeskBar, place: int = 0) -> list[tuple[str, int, int]]:
    return [(one.kind, one.start, one.length) for one in found.strips[place].segments]


def test_window_then_department_then_plan() -> None:
    found = bar(facts(), today=day(5))
    assert drawn(found) == [("win", 1, 3), ("act", 4, 2), ("plan", 6, 3)]
    assert (found.today_at, found.expected_at, found.strips[0].committed_at, found.strips[0].statutory_at) == (
        5,
        8,
        8,
        13,
    )


def test_past_the_promise_and_past_the_law_are_told_apart() -> None:
    found = bar(facts(expected_on=day(15)), today=day(15))
    assert drawn(found) == [("win", 1, 3), ("act", 4, 5), ("late", 9, 5), ("over", 14, 2)]


def test_a_pause_lies_between_and_the_plan_follows_it() -> None:
    found = bar(facts(pauses=((day(5), day(9)),), expected_on=day(12)), today=day(6))
    assert drawn(found) == [("win", 1, 3), ("act", 4, 1), ("paused", 5, 4), ("plan", 9, 4)]


def test_the_days_of_a_correction_lie_with_the_applicant() -> None:
    found = bar(facts(accepted_on=None, with_applicant=((day(3), None),), expected_on=day(9)), today=day(4))
    assert drawn(found) == [("win", 1, 2), ("you", 3, 2), ("plan", 5, 5)]


def test_an_item_behind_another_waits_until_its_result_is_expected() -> None:
    found = bar(facts(accepted_on=None, admitted_on=day(1), waits_until=day(4), expected_on=day(7)), today=day(2))
    assert drawn(found) == [("win", 1, 1), ("wait", 2, 3), ("plan", 5, 3)]


def test_what_was_decided_on_the_day_it_came_is_the_department_s_one_day() -> None:
    found = bar(facts(accepted_on=day(1), ended_on=day(1), committed_due_on=day(1), expected_on=None), today=day(5))
    assert drawn(found) == [("act", 1, 1)]


def test_the_item_that_ends_last_is_the_critical_one() -> None:
    found = bar(facts(), facts(key="LX-10", expected_on=day(12)), today=day(5))
    assert (found.critical, found.expected_on) == ("LX-10", day(12))


def test_a_long_case_gives_one_column_several_days() -> None:
    found = bar(facts(expected_on=day(60)), today=day(5))
    assert found.days_per_column == 3
    assert max(one.start + one.length - 1 for one in found.strips[0].segments) <= 24


def test_nothing_received_draws_nothing() -> None:
    assert desk_bar([], PLAIN, MONDAY) is None


@pytest.mark.parametrize("today", [day(1), day(24), day(40)])
def test_headings_stand_side_by_side_over_the_whole_bar(today: dt.date) -> None:
    headings = bar(facts(), today=today).headings
    assert headings[0].start == 1
    assert all(a.start + a.length == b.start for a, b in pairwise(headings))
    assert headings[-1].start + headings[-1].length == 25


@given(
    st.integers(1, 30), st.integers(0, 30), st.integers(0, 40), st.integers(0, 60), st.integers(0, 60), st.booleans()
)
def test_no_strip_leaves_the_bar_or_overlaps_itself(
    received: int, acceptance: int, promised: int, expected: int, now: int, ends: bool
) -> None:
    accepted = day(received + acceptance)
    track = facts(
        received_on=day(received), accepted_on=accepted, committed_due_on=PLAIN.add(accepted, promised),
        statutory_due_on=PLAIN.add(accepted, promised + 5), expected_on=None if ends else PLAIN.add(accepted, expected),
        ended_on=PLAIN.add(accepted, expected) if ends else None,
    )  # fmt: skip
    places = [range(one.start, one.start + one.length) for one in bar(track, today=day(now + 1)).strips[0].segments]
    covered = [column for place in places for column in place]
    assert covered == sorted(set(covered)) and all(1 <= column <= 24 for column in covered)
