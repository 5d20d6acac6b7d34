"""What moves when a date is changed, seen before anybody does it; and what may not be changed, each by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from approvals.domain.clock import read
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.domain.date_change import Move, accept_facts, delays, extend_facts, moves, pause_facts, stage_move
from approvals.domain.refusals import Refusal
from approvals.domain.stage_clock import StageLimits
from departments.domain.catalogue_words import CountsFrom, Unit
from tests.approvals.domain.brute_cases import CALENDAR as SEEDED
from tests.approvals.domain.plain_calendar import PlainCalendar

CALENDAR: Any = PlainCalendar()
MONDAY, SECOND_MONDAY, FRIDAY = date(2025, 3, 3), date(2025, 3, 10), date(2025, 3, 14)
PLAIN = TrackFacts(MONDAY, MONDAY, Limit(20), 10)
STATUTORY, COMMITTED = ClockName.STATUTORY, ClockName.COMMITTED
BOTH = (STATUTORY, COMMITTED)
REVIEW = PauseFact(date(2025, 3, 6), date(2025, 3, 13), cap_days=10)
OPEN = replace(REVIEW, resumed_on=None, cap_days=None)


def day(number: int, month: int = 3) -> date:
    return date(2025, month, number)


def by_clock(found: tuple[Move, ...]) -> dict[ClockName, Move]:
    return {move.clock: move for move in found}


def extend(
    facts: TrackFacts = PLAIN, clocks: Any = BOTH, days: int = 10, most: int = 10, on: date = MONDAY
) -> TrackFacts:
    return extend_facts(facts, clocks, days, most, on, CALENDAR)


def accept(facts: TrackFacts, on: date, *, today: date = SECOND_MONDAY, is_deemed: bool = False) -> TrackFacts:
    return accept_facts(facts, on, is_deemed=is_deemed, calendar=CALENDAR, today=today)


def end_pause(pause: PauseFact, start: date, end: date, *, today: date = FRIDAY, **facts: Any) -> TrackFacts:
    changed = replace(PLAIN, pauses=(pause,), **facts)
    return pause_facts(changed, 0, start, end, calendar=CALENDAR, today=today)


def test_an_extension_moves_each_chosen_clock_and_leaves_the_other() -> None:
    found = by_clock(moves(PLAIN, extend(clocks=(STATUTORY,)), CALENDAR, MONDAY))
    assert (found[STATUTORY].old_due_on, found[STATUTORY].new_due_on, found[STATUTORY].days) == (
        day(31),
        day(15, 4),
        10,
    )
    assert not found[COMMITTED].is_moved and found[COMMITTED].days == 0
    both = by_clock(moves(PLAIN, extend(), CALENDAR, MONDAY))
    assert [both[clock].days for clock in BOTH] == [10, 10] and delays(tuple(both.values()))


def test_the_last_day_to_extend_is_the_due_day_of_each_clock() -> None:
    assert extend(clocks=(COMMITTED,), on=day(17)).committed_extension == ExtensionFact(10, day(17))
    with pytest.raises(Refusal) as refused:
        extend(clocks=BOTH, on=day(18))
    assert (refused.value.code, refused.value.field) == ("extension_too_late", "clocks")
    assert refused.value.params["due_on"] == day(17)


@pytest.mark.parametrize(
    "facts, clocks, days, most, code",
    [
        (PLAIN, (), 5, 10, "nothing_chosen"),
        (PLAIN, BOTH, 5, 0, "no_extension"),
        (PLAIN, BOTH, 0, 10, "extension_days"),
        (PLAIN, BOTH, -3, 10, "extension_days"),
        (PLAIN, BOTH, 11, 10, "extension_days"),
        (replace(PLAIN, statutory_extension=ExtensionFact(10, MONDAY)), BOTH, 5, 10, "already_extended"),
        (replace(PLAIN, statutory=Limit(None)), (STATUTORY,), 5, 10, "no_such_clock"),
        (replace(PLAIN, decided_on=day(7)), BOTH, 5, 10, "already_decided"),
        (replace(PLAIN, committed_wd=18), (COMMITTED,), 5, 10, "committed_beyond_statutory"),
    ],
)
def test_an_extension_that_may_not_be_given_is_refused_by_name(
    facts: TrackFacts, clocks: Any, days: int, most: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        extend(facts, clocks, days, most)
    assert refused.value.code == code


def test_a_promise_may_follow_an_extended_limit_of_the_law() -> None:
    tight = replace(PLAIN, committed_wd=20)
    assert extend(tight, BOTH).committed_extension is not None
    assert extend(replace(tight, statutory_extension=ExtensionFact(10, MONDAY)), (COMMITTED,)).committed_extension
    with pytest.raises(Refusal):
        extend(tight, (COMMITTED,))


def test_an_earlier_acceptance_moves_both_clocks_back_and_no_pause() -> None:
    facts = replace(PLAIN, receipt_on=date(2025, 2, 27), pauses=(REVIEW,))
    after = accept(facts, date(2025, 2, 28))
    assert after.pauses == facts.pauses
    found = by_clock(moves(facts, after, CALENDAR, day(10)))
    assert [found[clock].days for clock in BOTH] == [-1, -1] and not delays(tuple(found.values()))
    assert found[STATUTORY].new_due_on < found[STATUTORY].old_due_on


def test_a_limit_counted_from_receipt_does_not_move_with_the_acceptance() -> None:
    from_receipt = replace(PLAIN.statutory, counts_from=PLAIN.statutory.counts_from.__class__.RECEIPT)
    facts = replace(PLAIN, receipt_on=date(2025, 2, 27), statutory=from_receipt)
    found = by_clock(moves(facts, accept(facts, date(2025, 2, 28)), CALENDAR, day(10)))
    assert (found[STATUTORY].days, found[COMMITTED].days) == (0, -1)


@pytest.mark.parametrize(
    "facts, on, code",
    [
        (PLAIN, MONDAY, "nothing_changed"),
        (PLAIN, day(11), "future_day"),
        (PLAIN, day(2), "accepted_before_receipt"),
        (replace(PLAIN, receipt_on=date(2025, 2, 24)), day(4), "accepted_too_late"),
        (replace(PLAIN, pauses=(OPEN,)), day(7), "pause_before_acceptance"),
        (replace(PLAIN, decided_on=day(7)), day(4), "already_decided"),
        (replace(PLAIN, accepted_on=None), day(4), "clock_not_running"),
        (replace(PLAIN, committed_wd=2), day(4), "overdue_not_cured"),
    ],
)
def test_an_acceptance_on_another_day_that_may_not_be_is_refused_by_name(
    facts: TrackFacts, on: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        accept(facts, on)
    assert refused.value.code == code


def test_the_laws_own_day_of_acceptance_is_not_corrected() -> None:
    with pytest.raises(Refusal) as refused:
        accept(PLAIN, day(4), is_deemed=True)
    assert refused.value.code == "deemed_by_law"


def test_a_correction_that_would_leave_an_extension_too_late_is_refused() -> None:
    extended = replace(
        PLAIN, receipt_on=date(2025, 2, 27), committed_extension=ExtensionFact(5, day(17)), decided_on=None
    )
    with pytest.raises(Refusal) as refused:
        accept(extended, date(2025, 2, 28), today=day(18))
    assert refused.value.code == "extension_undone"
    assert refused.value.params["due_on"] == day(14)


def test_an_open_pause_is_closed_in_the_past_and_the_due_days_are_certain_again() -> None:
    facts = replace(PLAIN, pauses=(OPEN,))
    after = pause_facts(facts, 0, day(6), day(10), calendar=CALENDAR, today=day(14))
    found = by_clock(moves(facts, after, CALENDAR, day(14)))
    assert found[STATUTORY].was_open and not found[STATUTORY].is_open
    assert found[STATUTORY].new_due_on == date(2025, 4, 2) and not delays(tuple(found.values()))


def test_overlapping_pauses_stay_a_union_when_one_is_corrected() -> None:
    other = PauseFact(day(10), day(14), kind="other")
    facts = replace(PLAIN, pauses=(REVIEW, other))
    after = pause_facts(facts, 0, day(6), day(10), calendar=CALENDAR, today=day(14))
    same = by_clock(moves(facts, after, CALENDAR, day(14)))
    assert [same[clock].days for clock in BOTH] == [0, 0], "the other pause covers what was taken away"


@pytest.mark.parametrize(
    "start, end, code, field",
    [
        (day(6), day(13), "nothing_changed", "resumed_on"),
        (day(6), day(17), "future_day", "resumed_on"),
        (day(17), day(17), "future_day", "started_on"),
        (day(6), day(5), "resumed_before_paused", "resumed_on"),
        (date(2025, 2, 28), day(5), "pause_before_acceptance", "started_on"),
    ],
)
def test_days_of_a_pause_that_cannot_be_are_refused_beside_their_field(
    start: date, end: date, code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        end_pause(REVIEW, start, end)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_no_pause_outlasts_its_cap_and_a_decided_item_keeps_its_days() -> None:
    short = replace(REVIEW, cap_days=5)
    with pytest.raises(Refusal) as refused:
        end_pause(short, day(6), day(14))
    assert (refused.value.code, refused.value.params["last_on"]) == ("pause_beyond_cap", day(13))
    with pytest.raises(Refusal) as refused:
        end_pause(REVIEW, day(6), day(7), decided_on=day(14))
    assert refused.value.code == "already_decided"


def test_a_pause_cannot_be_moved_behind_the_due_day_nor_cure_what_is_late() -> None:
    late = replace(PLAIN, committed_wd=3, pauses=(PauseFact(day(6), day(6)),))
    with pytest.raises(Refusal) as refused:
        pause_facts(late, 0, day(7), day(12), calendar=CALENDAR, today=day(14))
    assert refused.value.code == "overdue_cannot_pause"
    with pytest.raises(Refusal) as refused:
        pause_facts(late, 0, day(5), day(12), calendar=CALENDAR, today=day(14))
    assert refused.value.code == "overdue_not_cured"


def test_a_shorter_pause_that_makes_the_item_late_says_so_before_it_is_done() -> None:
    facts = replace(PLAIN, committed_wd=5, pauses=(REVIEW,))
    found = by_clock(
        moves(facts, pause_facts(facts, 0, day(6), day(7), calendar=CALENDAR, today=day(14)), CALENDAR, day(14))
    )
    assert found[COMMITTED].overdue_by == 3 and found[STATUTORY].overdue_by == 0


def test_a_preview_is_what_the_clock_will_say() -> None:
    natural = replace(PLAIN, statutory=Limit(20, Unit.NATURAL_DAYS))
    for before in (PLAIN, natural):
        for after in (extend(before), accept(replace(before, receipt_on=MONDAY), day(5))):
            said = read(after, CALENDAR, day(10))
            for move in moves(before, after, CALENDAR, day(10)):
                reading = said.statutory if move.clock is STATUTORY else said.committed
                assert reading is not None and reading.due_on == move.new_due_on
                apart = CALENDAR.count_between(move.old_due_on, move.new_due_on)
                assert move.days == apart


JOINT = StageLimits(date(2025, 3, 3), 45, 20)


def test_a_joint_stage_of_45_days_gets_15_more() -> None:
    move = stage_move(JOINT, (), ExtensionFact(15, date(2025, 5, 8)), 15, SEEDED, date(2025, 5, 8))
    assert (move.old_due_on, move.new_due_on, move.days) == (date(2025, 5, 8), date(2025, 5, 29), 15)  # C20


@pytest.mark.parametrize(
    "limits, days, approved_on, code",
    [
        (JOINT, 16, date(2025, 5, 8), "extension_days"),
        (JOINT, 0, date(2025, 5, 8), "extension_days"),
        (JOINT, 15, date(2025, 5, 9), "extension_too_late"),
        (JOINT, 15, date(2025, 5, 13), "future_day"),
        (JOINT, 15, date(2025, 3, 2), "approved_before_acceptance"),
        (replace(JOINT, extension=ExtensionFact(1, date(2025, 4, 1))), 14, date(2025, 4, 2), "already_extended"),
        (replace(JOINT, accepted_on=None), 15, date(2025, 5, 8), "clock_not_running"),
    ],
)
def test_an_extension_of_a_stage_that_may_not_be_given_is_refused_by_name(
    limits: StageLimits, days: int, approved_on: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        stage_move(limits, (), ExtensionFact(days, approved_on), 15, SEEDED, date(2025, 5, 12))
    assert refused.value.code == code


def test_a_told_day_of_a_clock_that_nobody_puts_right_holds() -> None:
    """Days told before a later calendar came: a correction frees the clocks it is about, and no other."""
    told = {"statutory_floor_on": day(1, 5), "committed_floor_on": day(29, 4)}
    promise_only = replace(REVIEW, stops_statutory=False)
    after = pause_facts(
        replace(PLAIN, pauses=(promise_only,), **told), 0, day(6), day(7), calendar=CALENDAR, today=FRIDAY
    )
    assert (after.statutory_floor_on, after.committed_floor_on) == (day(1, 5), None)
    both = end_pause(REVIEW, day(6), day(7), **told)
    assert (both.statutory_floor_on, both.committed_floor_on) == (None, None)
    from_receipt = replace(PLAIN, statutory=Limit(20, counts_from=CountsFrom.RECEIPT), **told)
    accepted = accept(from_receipt, date(2025, 3, 4))
    assert (accepted.statutory_floor_on, accepted.committed_floor_on) == (day(1, 5), None)
