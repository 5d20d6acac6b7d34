"""Every bad fact and every move that comes too late has its own name."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.clock_guards import clocks_to_stop, refuse_bad_facts, refuse_late_extension
from approvals.domain.refusals import Refusal
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
ACCEPTED = date(2025, 3, 3)
PLAIN = TrackFacts(ACCEPTED, ACCEPTED, Limit(20), 5)


@pytest.mark.parametrize(
    "bad, code",
    [
        (replace(PLAIN, statutory=Limit(-1)), "negative_limit"),
        (replace(PLAIN, committed_wd=-1), "negative_limit"),
        (replace(PLAIN, statutory_extension=ExtensionFact(-1, ACCEPTED)), "negative_extension"),
        (replace(PLAIN, pauses=(PauseFact(ACCEPTED, cap_days=-1),)), "negative_cap"),
        (replace(PLAIN, pauses=(PauseFact(ACCEPTED, date(2025, 3, 2)),)), "resumed_before_paused"),
    ],
)
def test_a_bad_fact_is_refused_by_name(bad: TrackFacts, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_bad_facts(bad)
    assert refused.value.code == code


def test_good_facts_pass() -> None:
    refuse_bad_facts(replace(PLAIN, pauses=(PauseFact(ACCEPTED, ACCEPTED),)))


def stop(facts: TrackFacts, on: date, **flags: bool) -> tuple[ClockName, ...]:
    return clocks_to_stop(facts, PauseFact(on, **flags), CALENDAR)  # type: ignore[arg-type]


def test_a_pause_stops_each_clock_that_is_not_overdue() -> None:
    assert stop(PLAIN, date(2025, 3, 4)) == (ClockName.STATUTORY, ClockName.COMMITTED)
    assert stop(PLAIN, date(2025, 3, 10)) == (ClockName.STATUTORY, ClockName.COMMITTED)
    assert stop(PLAIN, date(2025, 3, 11)) == (ClockName.STATUTORY,)
    assert stop(PLAIN, date(2025, 3, 4), stops_statutory=False) == (ClockName.COMMITTED,)


@pytest.mark.parametrize(
    "facts, on, code",
    [
        (replace(PLAIN, accepted_on=None), ACCEPTED, "not_accepted"),
        (PLAIN, date(2025, 3, 2), "not_accepted"),
        (replace(PLAIN, decided_on=ACCEPTED), ACCEPTED, "already_decided"),
        (PLAIN, date(2025, 4, 1), "overdue_cannot_pause"),
    ],
)
def test_a_pause_out_of_time_is_refused(facts: TrackFacts, on: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        stop(facts, on)
    assert refused.value.code == code


def test_an_extension_is_approved_once_and_no_later_than_the_due_day() -> None:
    refuse_late_extension(PLAIN, ClockName.STATUTORY, date(2025, 3, 31), CALENDAR)
    refusals = {
        "extension_too_late": PLAIN,
        "already_extended": replace(PLAIN, statutory_extension=ExtensionFact(10, ACCEPTED)),
        "already_decided": replace(PLAIN, decided_on=ACCEPTED),
        "no_such_clock": replace(PLAIN, statutory=Limit(None)),
    }
    for code, facts in refusals.items():
        with pytest.raises(Refusal) as refused:
            refuse_late_extension(facts, ClockName.STATUTORY, date(2025, 4, 1), CALENDAR)
        assert refused.value.code == code
