"""The clock against a day-by-day walk written from the text, and the cases the vectors do not tell."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.clock import ClockReading, Light, read, read_clock, warn_threshold
from approvals.domain.clock_facts import (
    ClockName,
    ExtensionFact,
    Limit,
    PauseFact,
    TrackFacts,
    capped_resume_on,
)
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
DAY = timedelta(days=1)
ND = Unit.NATURAL_DAYS
ACCEPTED = date(2025, 3, 3)
PLAIN = TrackFacts(ACCEPTED, ACCEPTED, Limit(20), 5)

days = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@st.composite
def tracks(draw: st.DrawFn) -> tuple[TrackFacts, date]:
    """Any history of one track, and a day to look at it."""
    accepted = draw(days)
    offset = st.integers(0, 40)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        started = accepted + DAY * draw(offset)
        resumed = draw(st.one_of(st.none(), offset.map(lambda n, s=started: s + DAY * n)))
        pauses.append(PauseFact(started, resumed, draw(st.one_of(st.none(), st.integers(0, 12)))))
    extension = draw(st.one_of(st.none(), st.builds(ExtensionFact, st.integers(0, 15), st.just(accepted))))
    limit = Limit(draw(st.integers(0, 45)), draw(st.sampled_from(Unit)))
    facts = TrackFacts(accepted, accepted, limit, None, tuple(pauses), extension)
    today = accepted + DAY * draw(st.integers(0, 90))
    return replace(facts, decided_on=draw(st.one_of(st.none(), st.just(today)))), today


def walk(facts: TrackFacts, today: date) -> dict[str, Any]:
    """The specification read aloud: look at one day after the other, from acceptance on."""
    zero = facts.accepted_on
    assert zero is not None and facts.statutory.days is not None
    limit = facts.statutory.days + (facts.statutory_extension.days if facts.statutory_extension else 0)
    natural = facts.statutory.unit is ND
    stopped = {x for pause in facts.pauses for x in stopped_days(pause, today)} - {zero}
    day, counted, excluded = zero, 0, 0
    used_by = {zero: 0}
    while counted < limit or not CALENDAR.is_working(day) or day in stopped:
        day += DAY
        if natural or CALENDAR.is_working(day):
            excluded += day in stopped
            counted += day not in stopped
        used_by[day] = counted
    late = [day + DAY * step for step in range(1, max(0, (today - day).days) + 1)]
    late = [each for each in late if natural or CALENDAR.is_working(each)]
    overdue_by = len(late)
    begun = {x for pause in facts.pauses if pause.started_on <= day for x in stopped_days(pause, today)}
    used = used_by[today] if today <= day else counted + sum(each not in begun for each in late)
    left = counted - used if today <= day else -overdue_by
    light = "decided" if facts.decided_on else "overdue" if today > day else "on_track"
    if light == "on_track" and any(today in stopped_days(pause, today) for pause in facts.pauses):
        light = "paused"
    if light == "on_track" and left <= warn_threshold(facts.statutory.days):
        light = "warning"
    return {"due": day, "used": used, "remaining": left, "overdue_by": overdue_by, "excluded": excluded, "light": light}


def stopped_days(pause: PauseFact, today: date) -> set[date]:
    days_off: set[date] = set()
    day, working = pause.started_on, 0
    while pause.cap_days is not None or pause.resumed_on is not None or day <= today:
        if pause.resumed_on is not None and day >= pause.resumed_on:
            break
        if pause.cap_days is not None and working == pause.cap_days and CALENDAR.is_working(day):
            break
        days_off.add(day)
        working += CALENDAR.is_working(day)
        day += DAY
    return days_off


def told(clock: ClockReading | None) -> dict[str, Any]:
    assert clock is not None
    return {
        "due": clock.not_before,
        "used": clock.used,
        "remaining": clock.remaining,
        "overdue_by": clock.overdue_by,
        "excluded": clock.excluded,
        "light": clock.light.value,
    }


@settings(max_examples=200, deadline=None)
@given(tracks())
def test_the_clock_says_what_a_walk_over_every_day_says(track: tuple[TrackFacts, date]) -> None:
    facts, today = track
    assert told(read(facts, CALENDAR, today).statutory) == walk(facts, today)


@settings(max_examples=100, deadline=None)
@given(tracks())
def test_looking_back_or_shuffling_the_pauses_changes_nothing(track: tuple[TrackFacts, date]) -> None:
    facts, today = track
    shuffled = replace(facts, pauses=facts.pauses[::-1] + facts.pauses[:1])
    assert read(shuffled, CALENDAR, today) == read(facts, CALENDAR, today)


@settings(max_examples=100, deadline=None)
@given(tracks(), st.integers(1, 10))
def test_a_later_acceptance_is_never_due_earlier(track: tuple[TrackFacts, date], later: int) -> None:
    facts, today = track
    assert facts.accepted_on is not None
    plain = replace(facts, pauses=(), statutory_extension=None)
    moved = replace(plain, accepted_on=facts.accepted_on + DAY * later)
    first, second = read(plain, CALENDAR, today).statutory, read(moved, CALENDAR, today).statutory
    assert first is not None and second is not None
    assert first.not_before <= second.not_before


@settings(max_examples=100, deadline=None)
@given(tracks())
def test_the_warning_day_is_the_first_on_which_few_enough_days_are_left(track: tuple[TrackFacts, date]) -> None:
    facts, today = track
    running = replace(facts, decided_on=None, pauses=tuple(p for p in facts.pauses if p.resumed_on or p.cap_days))
    clock = read(running, CALENDAR, today).statutory
    assert clock is not None and clock.warn_on is not None and clock.due_on is not None
    enough = warn_threshold(clock.limit_days)
    before = read(running, CALENDAR, clock.warn_on - DAY).statutory
    there = read(running, CALENDAR, clock.warn_on).statutory
    assert before is not None and there is not None
    assert there.remaining <= enough
    assert before.remaining > enough or clock.warn_on == clock.day_zero


def statutory(facts: TrackFacts, on: str) -> ClockReading:
    clock = read(facts, CALENDAR, date.fromisoformat(on)).statutory
    assert clock is not None
    return clock


def test_the_warning_threshold_is_a_fifth_of_the_limit_between_one_and_three() -> None:
    assert [warn_threshold(limit) for limit in (0, 1, 5, 6, 10, 11, 15, 20, 45)] == [1, 1, 1, 2, 2, 3, 3, 3, 3]


def test_a_limit_of_zero_is_due_on_the_acceptance_day_or_the_next_working_day() -> None:
    at_once = replace(PLAIN, statutory=Limit(0))
    assert statutory(at_once, "2025-03-03").due_on == date(2025, 3, 3)
    assert statutory(at_once, "2025-03-03").light is Light.WARNING
    saturday = replace(at_once, accepted_on=date(2025, 3, 8))
    assert statutory(saturday, "2025-03-08").due_on == date(2025, 3, 10)
    assert statutory(saturday, "2025-03-11").overdue_by == 1


def test_no_limit_means_no_statutory_clock() -> None:
    reading = read(replace(PLAIN, statutory=Limit(None)), CALENDAR, ACCEPTED)
    assert reading.statutory is None
    assert reading.clock is ClockName.COMMITTED


def test_before_acceptance_only_a_clock_counted_from_receipt_runs() -> None:
    filed = replace(PLAIN, accepted_on=None)
    assert read(filed, CALENDAR, ACCEPTED).clocks == ()
    assert read(filed, CALENDAR, ACCEPTED).light is Light.ON_TRACK
    permit = replace(filed, statutory=Limit(7, counts_from=CountsFrom.RECEIPT))
    assert statutory(permit, "2025-03-12").due_on == date(2025, 3, 12)
    assert read(permit, CALENDAR, ACCEPTED).committed is None


def test_natural_days_end_on_a_working_day_and_a_pause_adds_its_natural_days() -> None:
    natural = replace(PLAIN, statutory=Limit(5, ND))
    assert statutory(natural, "2025-03-03").due_on == date(2025, 3, 10)
    assert statutory(natural, "2025-03-03").remaining == 7
    paused = replace(natural, pauses=(PauseFact(date(2025, 3, 5), date(2025, 3, 8)),))
    assert statutory(paused, "2025-03-03").due_on == date(2025, 3, 11)
    assert statutory(paused, "2025-03-10").remaining == 1


def test_a_pause_on_the_last_day_moves_the_due_day_even_when_that_day_was_rolled() -> None:
    natural = replace(PLAIN, statutory=Limit(5, ND), pauses=(PauseFact(date(2025, 3, 10), date(2025, 3, 15)),))
    assert statutory(natural, "2025-03-12").due_on == date(2025, 3, 17)


def test_an_open_pause_without_an_end_has_no_due_day_but_an_earliest_one() -> None:
    paused = replace(PLAIN, pauses=(PauseFact(date(2025, 3, 6)),))
    clock = statutory(paused, "2025-03-13")
    assert (clock.due_on, clock.warn_on, clock.light) == (None, None, Light.PAUSED)
    assert (clock.used, clock.remaining, clock.day_number) == (2, 18, None)
    assert clock.not_before == date(2025, 4, 9)
    resumed = replace(PLAIN, pauses=(PauseFact(date(2025, 3, 6), date(2025, 3, 14)),))
    assert statutory(resumed, "2025-03-14").due_on == date(2025, 4, 9)


def test_a_capped_pause_ends_by_itself_though_nobody_closed_it_or_closed_it_late() -> None:
    capped = PauseFact(date(2025, 3, 8), cap_days=5)
    assert capped_resume_on(capped, CALENDAR) == date(2025, 3, 17)
    facts = replace(PLAIN, pauses=(capped,))
    assert statutory(facts, "2025-03-14").light is Light.PAUSED
    assert statutory(facts, "2025-03-17").light is Light.ON_TRACK
    late = replace(PLAIN, pauses=(replace(capped, resumed_on=date(2025, 3, 28)),))
    assert statutory(late, "2025-03-14").due_on == statutory(facts, "2025-03-14").due_on == date(2025, 4, 8)


def test_a_publicity_period_is_capped_in_natural_days() -> None:
    published = PauseFact(date(2026, 4, 29), cap_days=7, cap_unit=ND)
    assert capped_resume_on(published, CALENDAR) == date(2026, 5, 7)


def test_a_pause_begun_after_the_due_day_cures_nothing() -> None:
    late = replace(PLAIN, pauses=(PauseFact(date(2025, 4, 1)),))
    clock = statutory(late, "2025-04-08")
    assert (clock.due_on, clock.overdue_by, clock.used, clock.light) == (date(2025, 3, 31), 5, 25, Light.OVERDUE)


def test_a_pause_on_the_day_of_acceptance_is_shown_though_day_zero_never_counts() -> None:
    paused = replace(PLAIN, pauses=(PauseFact(ACCEPTED, date(2025, 3, 5)),))
    clock = statutory(paused, "2025-03-03")
    assert (clock.light, clock.day_number, clock.excluded) == (Light.PAUSED, 0, 1)


def test_a_committed_only_pause_leaves_the_statutory_clock_and_the_headline_running() -> None:
    pause = PauseFact(date(2025, 3, 4), stops_statutory=False)
    reading = read(replace(PLAIN, pauses=(pause,)), CALENDAR, date(2025, 4, 1))
    assert reading.committed is not None and reading.committed.light is Light.PAUSED
    assert (reading.light, reading.clock) == (Light.OVERDUE, ClockName.STATUTORY)
    assert reading.headline is reading.statutory


def test_the_headline_is_the_statutory_breach_then_the_committed_one_then_the_nearest_due_day() -> None:
    on = read(PLAIN, CALENDAR, date(2025, 3, 4))
    assert (on.light, on.clock) == (Light.ON_TRACK, ClockName.COMMITTED)
    late = read(PLAIN, CALENDAR, date(2025, 3, 12))
    assert (late.light, late.clock) == (Light.OVERDUE, ClockName.COMMITTED)
    both = read(PLAIN, CALENDAR, date(2025, 4, 1))
    assert (both.light, both.clock) == (Light.OVERDUE, ClockName.STATUTORY)
    alike = read(replace(PLAIN, committed_wd=20), CALENDAR, date(2025, 3, 4))
    assert (alike.light, alike.clock) == (Light.ON_TRACK, ClockName.STATUTORY)


def test_a_decided_clock_stands_still_and_remembers_that_it_was_late() -> None:
    decided = replace(PLAIN, decided_on=date(2025, 4, 2), pauses=(PauseFact(date(2025, 3, 31)),))
    clock = statutory(decided, "2025-12-01")
    assert (clock.as_of, clock.light, clock.due_on) == (date(2025, 4, 2), Light.DECIDED, date(2025, 4, 3))
    late = statutory(replace(PLAIN, decided_on=date(2025, 4, 2)), "2025-12-01")
    assert (late.light, late.overdue_by, late.remaining) == (Light.DECIDED, 2, -2)


def test_a_due_day_beyond_the_last_notice_is_provisional() -> None:
    accepted = date(2026, 12, 15)
    facts = replace(PLAIN, receipt_on=accepted, accepted_on=accepted)
    reading = read(facts, CALENDAR, accepted)
    assert [clock.provisional for clock in reading.clocks] == [True, False]


def test_a_day_that_was_told_holds_though_a_later_calendar_comes_to_an_earlier_one() -> None:
    due = read(PLAIN, CALENDAR, ACCEPTED).statutory
    assert due is not None and due.due_on == date(2025, 3, 31)
    told = replace(PLAIN, statutory_floor_on=date(2025, 4, 2))
    kept = read(told, CALENDAR, date(2025, 3, 31)).statutory
    assert kept is not None
    assert (kept.due_on, kept.used, kept.remaining, kept.light) == (date(2025, 4, 2), 20, 2, Light.WARNING)
    assert kept.last_day_to_extend == date(2025, 4, 2)


def test_a_day_that_was_told_earlier_than_the_count_changes_nothing() -> None:
    for floor in (date(2025, 3, 3), date(2025, 3, 31)):
        assert read(replace(PLAIN, statutory_floor_on=floor), CALENDAR, ACCEPTED) == read(PLAIN, CALENDAR, ACCEPTED)


def test_a_day_that_was_told_and_is_a_holiday_now_moves_to_the_next_working_day() -> None:
    told = replace(PLAIN, statutory_floor_on=date(2025, 4, 4))
    kept = read(told, CALENDAR, ACCEPTED).statutory
    assert kept is not None and kept.due_on == date(2025, 4, 7)


def test_the_floor_of_one_clock_leaves_the_other_alone() -> None:
    told = read(replace(PLAIN, committed_floor_on=date(2025, 3, 12)), CALENDAR, ACCEPTED)
    assert told.statutory == read(PLAIN, CALENDAR, ACCEPTED).statutory
    assert told.committed is not None and told.committed.due_on == date(2025, 3, 12)


def test_a_reading_of_a_decided_track_is_of_the_day_of_the_decision_and_names_its_clock() -> None:
    decided = replace(PLAIN, decided_on=date(2025, 3, 10))
    both = read(decided, CALENDAR, date(2025, 12, 1))
    assert (both.as_of, both.light, both.clock) == (date(2025, 3, 10), Light.DECIDED, ClockName.STATUTORY)
    assert both.headline is both.statutory and len(both.clocks) == 2
    promised = read(replace(decided, statutory=Limit(None)), CALENDAR, date(2025, 12, 1))
    assert (promised.clock, promised.headline) == (ClockName.COMMITTED, promised.committed)
    none = read(replace(decided, statutory=Limit(None), committed_wd=None), CALENDAR, date(2025, 12, 1))
    assert (none.as_of, none.light, none.clock, none.clocks) == (date(2025, 3, 10), Light.DECIDED, None, ())


def test_a_reading_of_a_running_track_is_of_today() -> None:
    assert read(PLAIN, CALENDAR, date(2025, 3, 5)).as_of == date(2025, 3, 5)
    without = read(replace(PLAIN, statutory=Limit(None), committed_wd=None), CALENDAR, date(2025, 3, 5))
    assert (without.as_of, without.light, without.clock, without.clocks) == (date(2025, 3, 5), Light.ON_TRACK, None, ())


def test_what_stops_one_clock_is_not_mistaken_for_what_stops_the_other() -> None:
    """Both clocks are counted once when they have the same, and only then."""
    pause = PauseFact(date(2025, 3, 4), date(2025, 3, 6), stops_committed=False)
    same = replace(PLAIN, statutory=Limit(5), committed_wd=5)
    one = read(replace(same, pauses=(pause,)), CALENDAR, ACCEPTED)
    assert one.statutory is not None and one.committed is not None
    assert (one.statutory.due_on, one.committed.due_on) == (date(2025, 3, 12), date(2025, 3, 10))
    natural = read(replace(same, statutory=Limit(5, ND)), CALENDAR, ACCEPTED)
    assert natural.committed is not None and natural.committed.unit is Unit.WORKING_DAYS
    assert natural.statutory is not None and natural.statutory.remaining == 7
    earlier = replace(same, receipt_on=date(2025, 2, 27), committed_counts_from=CountsFrom.RECEIPT)
    received = read(earlier, CALENDAR, ACCEPTED)
    assert received.committed is not None and received.committed.due_on == date(2025, 3, 6)


def test_a_reading_says_what_was_counted_from_which_day_and_no_number_on_the_first_day_of_a_pause() -> None:
    paused = replace(PLAIN, receipt_on=date(2025, 2, 27), pauses=(PauseFact(date(2025, 3, 6), date(2025, 3, 10)),))
    on = [read_clock(paused, ClockName.STATUTORY, CALENDAR, date(2025, 3, day)) for day in (5, 6, 7, 8, 10)]
    assert [clock.day_number for clock in on if clock] == [2, None, None, None, 3]
    assert {(clock.limit_days, clock.day_zero, clock.unit) for clock in on if clock} == {
        (20, ACCEPTED, Unit.WORKING_DAYS)
    }
    received = replace(paused, statutory=Limit(7, ND, CountsFrom.RECEIPT))
    clock = read_clock(received, ClockName.STATUTORY, CALENDAR, ACCEPTED)
    assert clock is not None and (clock.limit_days, clock.day_zero, clock.unit) == (7, date(2025, 2, 27), ND)


def test_one_clock_alone_is_read_with_its_open_pause_through_the_day_of_looking() -> None:
    facts = replace(PLAIN, pauses=(PauseFact(date(2025, 3, 6)),))
    alone = read_clock(facts, ClockName.STATUTORY, CALENDAR, date(2025, 3, 13))
    assert alone == read(facts, CALENDAR, date(2025, 3, 13)).statutory
    assert alone is not None and (alone.excluded, alone.due_on) == (6, None)


def test_natural_days_reach_the_last_day_of_all_and_no_further() -> None:
    eve = date(9999, 12, 1)
    facts = replace(PLAIN, receipt_on=eve, accepted_on=eve, statutory=Limit(30, ND), committed_wd=None)
    seed: Any = WorkingCalendar([])
    last = read(facts, seed, eve).statutory
    assert last is not None and last.due_on == date(9999, 12, 31)
    with pytest.raises(OverflowError, match=r"^the day lies past the year 9999$"):
        read(replace(facts, statutory=Limit(31, ND)), seed, eve)
