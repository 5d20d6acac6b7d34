"""What must hold of every clock whatever happened to it: properties, tried with random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from approvals.domain.clock import ClockReading, Light, read, read_clock
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from departments.domain.catalogue_words import Unit
from tests.approvals.domain.brute_cases import CALENDAR

DAY = timedelta(days=1)
STATUTORY = ClockName.STATUTORY
DAYS = st.dates(date(2004, 1, 1), date(2029, 12, 31))
LIMITS = st.integers(0, 60)


@st.composite
def pauses(draw: st.DrawFn, accepted: date) -> tuple[PauseFact, ...]:
    """Closed, open and capped ones, in any order."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        started = accepted + DAY * draw(st.integers(-5, 50))
        resumed = draw(st.one_of(st.none(), st.integers(0, 30).map(lambda length, start=started: start + DAY * length)))
        found.append(
            PauseFact(started, resumed, draw(st.one_of(st.none(), st.integers(0, 15))), draw(st.sampled_from(Unit)))
        )
    return tuple(found)


@st.composite
def tracks(draw: st.DrawFn) -> TrackFacts:
    accepted = draw(DAYS)
    limit = Limit(draw(LIMITS), draw(st.sampled_from(Unit)))
    extension = draw(st.one_of(st.none(), st.builds(ExtensionFact, st.integers(0, 20), st.just(accepted))))
    return TrackFacts(accepted, accepted, limit, draw(st.one_of(st.none(), LIMITS)), draw(pauses(accepted)), extension)


def zero(facts: TrackFacts) -> date:
    assert facts.accepted_on is not None
    return facts.accepted_on


def statutory(facts: TrackFacts, on: date) -> ClockReading:
    found = read_clock(facts, STATUTORY, CALENDAR, on)
    assert found is not None
    return found


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_adding_is_additive(day: date, first: int, second: int) -> None:
    assert CALENDAR.add(CALENDAR.add(day, first), second) == CALENDAR.add(day, first + second)


@given(DAYS, st.integers(0, 120))
def test_subtracting_undoes_adding(day: date, count: int) -> None:
    there = CALENDAR.add(day, count)
    back = CALENDAR.subtract(there, count)
    assert back == day or (not CALENDAR.is_working(day) and CALENDAR.count_between(back, day) == 0 and back < day)
    assert CALENDAR.add(CALENDAR.subtract(CALENDAR.next_working(day), count), count) == CALENDAR.next_working(day)


@given(DAYS, st.integers(1, 60))
def test_subtracting_equals_walking_back(day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked -= DAY
        left -= CALENDAR.is_working(walked)
    assert CALENDAR.subtract(day, count) == walked


def test_no_day_subtracted_is_the_day_itself_and_there_is_nothing_before_the_first() -> None:
    assert CALENDAR.subtract(date(2026, 10, 1), 0) == date(2026, 10, 1)
    with pytest.raises(ValueError, match="one direction"):
        CALENDAR.subtract(date(2026, 1, 5), -1)
    with pytest.raises(OverflowError):
        CALENDAR.subtract(date(1, 1, 5), 10)


@given(DAYS, st.integers(0, 40), LIMITS, st.sampled_from(Unit))
def test_a_later_start_is_never_due_earlier(start: date, later: int, limit: int, unit: Unit) -> None:
    plain = TrackFacts(start, start, Limit(limit, unit), None)
    moved = replace(plain, receipt_on=start + DAY * later, accepted_on=start + DAY * later)
    assert statutory(plain, start).not_before <= statutory(moved, start).not_before


@given(tracks(), st.integers(-5, 120))
def test_pausing_never_uses_a_day(facts: TrackFacts, offset: int) -> None:
    today = zero(facts) + DAY * offset
    found = statutory(facts, today)
    assume(found.light is Light.PAUSED)
    assert found.used == statutory(facts, today - DAY).used
    assert found.day_number in (None, 0)


@given(tracks(), st.integers(0, 60), st.integers(0, 20), st.integers(0, 120))
def test_one_more_pause_never_brings_the_due_day_forward(
    facts: TrackFacts, start: int, length: int, offset: int
) -> None:
    today = zero(facts) + DAY * offset
    more = PauseFact(zero(facts) + DAY * start, zero(facts) + DAY * (start + length))
    paused = replace(facts, pauses=(*facts.pauses, more))
    before, after = statutory(facts, today), statutory(paused, today)
    assert before.not_before <= after.not_before
    if today <= before.not_before:
        assert after.used <= before.used


@given(tracks(), st.integers(0, 120), st.randoms())
def test_the_order_of_events_does_not_matter(facts: TrackFacts, offset: int, luck: object) -> None:
    shuffled = list(facts.pauses)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    today = zero(facts) + DAY * offset
    assert read(replace(facts, pauses=tuple(shuffled)), CALENDAR, today) == read(facts, CALENDAR, today)


@given(DAYS, LIMITS, st.integers(0, 30), st.integers(0, 20), st.integers(0, 20), st.integers(0, 100))
def test_overlapping_pauses_count_as_their_union(
    start: date, limit: int, first: int, length: int, more: int, offset: int
) -> None:
    assume(limit or length < 2)  # what is begun after the due day is void: 0 days can be due while a pause still stands
    middle = st_days(start, first, length)
    apart = (PauseFact(middle[0], middle[1]), PauseFact(middle[0] + DAY * (length // 2), middle[1] + DAY * more))
    whole = (PauseFact(middle[0], middle[1] + DAY * more),)
    facts = TrackFacts(start, start, Limit(limit), None)
    on = start + DAY * offset
    assert statutory(replace(facts, pauses=apart), on) == statutory(replace(facts, pauses=whole), on)


def st_days(start: date, offset: int, length: int) -> tuple[date, date]:
    return start + DAY * offset, start + DAY * (offset + length)


@given(tracks())
def test_from_the_first_day_to_long_after_the_last_every_light_is_defined_and_used_never_falls(
    facts: TrackFacts,
) -> None:
    closed = replace(
        facts, pauses=tuple(pause for pause in facts.pauses if pause.resumed_on or pause.cap_days is not None)
    )
    due = statutory(closed, zero(facts)).not_before
    readings = [statutory(closed, zero(facts) + DAY * n) for n in range((due - zero(facts)).days + 10)]
    assert {each.not_before for each in readings} == {due}
    for earlier, later in pairwise(readings):
        assert later.light in Light
        assert 0 <= later.used - earlier.used <= 1
        assert 0 <= earlier.remaining - later.remaining <= 1
    at_due = readings[(due - zero(facts)).days]
    assert (at_due.remaining, at_due.overdue_by) == (0, 0)
    assert [each.light is Light.OVERDUE for each in readings] == [each.as_of > due for each in readings]


@given(tracks(), st.integers(0, 60))
def test_a_decided_clock_stands_still(facts: TrackFacts, offset: int) -> None:
    decided = replace(facts, decided_on=zero(facts) + DAY * offset)
    first, later = (read(decided, CALENDAR, zero(facts) + DAY * (offset + wait)) for wait in (0, 100))
    assert first == later
    assert first.light is Light.DECIDED


@given(tracks(), st.integers(0, 120))
def test_the_headline_is_one_of_the_clocks_and_the_law_comes_before_the_promise(facts: TrackFacts, offset: int) -> None:
    found = read(facts, CALENDAR, zero(facts) + DAY * offset)
    assert found.headline in found.clocks
    assert found.headline is not None and found.light is found.headline.light
    if found.statutory is not None and found.statutory.light is Light.OVERDUE:
        assert found.clock is STATUTORY
    if any(each.light is Light.OVERDUE for each in found.clocks):
        assert found.light is Light.OVERDUE
