"""Alarms are states looked at, so nothing is said twice and nothing is lost."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.alarms import (
    AlarmDue,
    AlarmKind,
    NextAlarm,
    alarms_due,
    latest_day,
    level_on,
    next_alarm,
    next_alarm_after,
)
from approvals.domain.clock_facts import ClockName, Limit, PauseFact, TrackFacts
from departments.domain.catalogue_words import Unit
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
DAY = timedelta(days=1)
MONDAY = date(2025, 3, 3)
PLAIN = TrackFacts(MONDAY, MONDAY, Limit(20), None)
S, C = ClockName.STATUTORY, ClockName.COMMITTED


def due(facts: TrackFacts, on: str) -> tuple[AlarmDue, ...]:
    return alarms_due(facts, CALENDAR, date.fromisoformat(on))


def test_a_clock_warns_then_is_due_then_climbs_the_ladder() -> None:
    assert due(PLAIN, "2025-03-25") == ()
    assert due(PLAIN, "2025-03-26") == (AlarmDue(S, AlarmKind.WARNING, 0),)
    assert due(PLAIN, "2025-03-31") == (AlarmDue(S, AlarmKind.DUE_TODAY, 0),)
    assert due(PLAIN, "2025-04-01") == (AlarmDue(S, AlarmKind.OVERDUE, 1, 1),)
    assert due(PLAIN, "2025-04-03") == (AlarmDue(S, AlarmKind.OVERDUE, 2, 3),)
    assert due(PLAIN, "2025-04-10") == (AlarmDue(S, AlarmKind.OVERDUE, 3, 7),)


def test_every_working_day_late_has_its_own_alarm_until_the_last_step_then_every_week() -> None:
    days = [latest_day(late) for late in range(20)]
    assert days == [0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 12, 12, 12, 12, 12, 17, 17, 17]
    assert [level_on(day) for day in range(9)] == [0, 1, 1, 2, 2, 2, 2, 3, 3]


def test_an_item_may_warn_earlier_than_the_rule() -> None:
    assert due(PLAIN, "2025-03-21") == ()
    assert due(replace(PLAIN, warn_wd=6), "2025-03-21") == (AlarmDue(S, AlarmKind.WARNING, 0),)
    assert due(replace(PLAIN, warn_wd=0), "2025-03-28") == ()


def test_a_worker_back_after_days_gets_the_latest_state_once_per_clock() -> None:
    both = replace(PLAIN, committed_wd=10)
    assert due(both, "2025-04-03") == (AlarmDue(S, AlarmKind.OVERDUE, 2, 3), AlarmDue(C, AlarmKind.OVERDUE, 3, 12))


def test_a_committed_only_pause_silences_nothing_statutory() -> None:
    paused = replace(PLAIN, committed_wd=19, pauses=(PauseFact(MONDAY + DAY, stops_statutory=False),))
    assert due(paused, "2025-03-28") == (AlarmDue(S, AlarmKind.WARNING, 0),)
    upcoming = next_alarm(paused, CALENDAR, date(2025, 3, 28))
    assert upcoming == NextAlarm(AlarmDue(S, AlarmKind.WARNING, 0), date(2025, 3, 28))


def test_a_paused_or_decided_track_has_no_alarm_and_no_next_one() -> None:
    paused = replace(PLAIN, pauses=(PauseFact(MONDAY + DAY),))
    assert due(paused, "2025-06-02") == ()
    assert next_alarm(paused, CALENDAR, date(2025, 6, 2)) is None
    decided = replace(PLAIN, decided_on=date(2025, 4, 30))
    assert due(decided, "2025-05-06") == ()
    assert next_alarm(decided, CALENDAR, date(2025, 5, 6)) is None


def test_a_track_without_a_limit_never_rings() -> None:
    assert next_alarm(replace(PLAIN, statutory=Limit(None)), CALENDAR, MONDAY) is None


def test_the_saturday_after_a_friday_due_day_waits_for_the_first_working_day() -> None:
    friday = replace(PLAIN, statutory=Limit(4))
    assert due(friday, "2025-03-08") == ()
    assert next_alarm(friday, CALENDAR, date(2025, 3, 8)) == NextAlarm(
        AlarmDue(S, AlarmKind.OVERDUE, 1, 1), date(2025, 3, 10)
    )


def test_an_item_decided_on_the_spot_is_due_on_its_acceptance_day() -> None:
    assert due(replace(PLAIN, statutory=Limit(0)), "2025-03-03") == (AlarmDue(S, AlarmKind.DUE_TODAY, 0),)


def test_after_the_last_step_of_the_ladder_the_next_alarm_comes_a_week_later() -> None:
    red = AlarmDue(S, AlarmKind.OVERDUE, 3, 12)
    assert next_alarm_after(PLAIN, CALENDAR, date(2025, 4, 10)) == NextAlarm(red, date(2025, 4, 17))


@st.composite
def running_tracks(draw: st.DrawFn) -> TrackFacts:
    accepted = draw(st.dates(date(2024, 1, 1), date(2026, 3, 1)))
    offset = st.integers(0, 15)
    pauses = tuple(
        PauseFact(
            start := accepted + DAY * draw(offset),
            start + DAY * draw(offset),
            stops_statutory=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    limit = Limit(draw(st.one_of(st.none(), st.integers(0, 12))), draw(st.sampled_from(Unit)))
    return TrackFacts(accepted, accepted, limit, draw(st.integers(0, 6)), pauses)


@settings(max_examples=60, deadline=None)
@given(running_tracks(), st.integers(0, 30))
def test_the_next_alarm_is_the_first_new_state_that_a_daily_look_would_find(facts: TrackFacts, waited: int) -> None:
    accepted = facts.receipt_on
    daily = [(accepted + DAY * step, alarms_due(facts, CALENDAR, accepted + DAY * step)) for step in range(80)]
    today = accepted + DAY * waited
    seen = {alarm for day, alarms in daily if day <= today for alarm in alarms}
    fresh = next((day for day, alarms in daily if day > today and set(alarms) - seen), None)
    upcoming = next_alarm_after(facts, CALENDAR, today)
    assert (upcoming and upcoming.on_day) == fresh
    if upcoming is not None:
        found = alarms_due(facts, CALENDAR, upcoming.on_day)
        assert upcoming.due in found
