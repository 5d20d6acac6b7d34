"""The joint clock of a stage: what it leaves out, who is critical, how far the others may slip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.clock import Light
from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.stage_clock import (
    Span,
    StageLimits,
    StageReading,
    StageTrack,
    idle_spans,
    joint_due_on,
    read_stage,
)
from departments.domain.working_calendar import WorkingCalendar

CALENDAR = WorkingCalendar([])
DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)
LIMITS = StageLimits(MONDAY, 45, 20)


def wd(number: int) -> date:
    """The n-th working day after the Monday of acceptance."""
    return CALENDAR.add(MONDAY, number)


def track(key: str, due: int = 10, **said: object) -> StageTrack:
    usual: dict[str, object] = {"key": key, "received_on": MONDAY, "due_on": wd(due)}
    return StageTrack(**(usual | said))  # type: ignore[arg-type]


def stage(*tracks: StageTrack, today: date = MONDAY, limits: StageLimits = LIMITS) -> StageReading:
    found = read_stage(tracks, limits, CALENDAR, today)
    assert found is not None
    return found


def due(found: StageReading) -> date | None:
    assert found.reading is not None and found.reading.statutory is not None
    return found.reading.statutory.due_on


def test_nothing_received_is_no_stage() -> None:
    assert read_stage([], LIMITS, CALENDAR, MONDAY) is None


def test_without_stops_it_is_45_working_days_and_the_promise_of_the_stage() -> None:
    found = stage(track("a"), track("b"))
    assert due(found) == wd(45)
    assert found.reading is not None and found.reading.committed is not None
    assert found.reading.committed.due_on == wd(20)


def test_before_the_first_acceptance_there_is_a_forecast_and_no_clock() -> None:
    found = stage(track("a", due_on=None, back_on=MONDAY, left_wd=5), limits=replace(LIMITS, accepted_on=None))
    assert found.reading is None
    assert found.forecast_on == CALENDAR.add(MONDAY - DAY, 5)


def test_the_head_of_the_government_gives_fifteen_days_more() -> None:
    assert due(stage(track("a"), limits=replace(LIMITS, extension=ExtensionFact(15, wd(45))))) == wd(60)
    assert due(stage(track("a"), limits=replace(LIMITS, extension=ExtensionFact(15, wd(46))))) == wd(45)


def test_one_item_in_hand_keeps_the_stage_running() -> None:
    stopped = track("a", out=((wd(2), wd(12)),))
    assert due(stage(stopped, track("b"))) == wd(45)
    assert due(stage(stopped)) == wd(55)


def test_a_day_is_left_out_only_while_every_undecided_item_is_stopped() -> None:
    one = track("a", out=((wd(2), wd(12)),))
    other = track("b", ended_on=wd(5), due_on=None)
    # from the day after the other was decided, nothing is in anybody's hands
    assert idle_spans((one, other)) == ((wd(5) + DAY, wd(12)),)
    assert due(stage(one, other)) == wd(45 + 6)


def test_overlapping_stops_of_two_items_leave_out_what_they_share() -> None:
    first, second = track("a", out=((wd(2), wd(8)),)), track("b", out=((wd(5), None),))
    assert idle_spans((first, second)) == ((wd(5), wd(8)),)
    assert idle_spans((second,)) == ((wd(5), None),)


def test_an_open_stop_of_everything_pauses_the_stage() -> None:
    found = stage(track("a", due_on=None, back_on=wd(9), left_wd=3, out=((wd(2), None),)), today=wd(4))
    assert found.reading is not None and found.reading.light is Light.PAUSED
    assert due(found) is None
    assert found.forecast_on == wd(11)


def test_the_day_to_store_is_unknown_from_the_beginning_of_an_endless_stop_of_everything() -> None:
    """On whatever day it is asked: what is stored agrees with what is shown from that day on."""
    assert joint_due_on(StageLimits(None, 45, None), (), CALENDAR) is None
    assert joint_due_on(LIMITS, (), CALENDAR) == wd(45)
    for start in (0, 1, 20, 45):
        assert joint_due_on(LIMITS, [(wd(start) if start else MONDAY, None)], CALENDAR) is None, start
        held = stage(track("a", out=((wd(start) if start else MONDAY, None),)), today=wd(start) if start else MONDAY)
        assert held.reading and held.reading.statutory and held.reading.statutory.due_on is None
    assert joint_due_on(LIMITS, [(wd(3), wd(5)), (wd(20), None)], CALENDAR) is None
    assert joint_due_on(LIMITS, [(wd(3), wd(5))], CALENDAR) == wd(47)
    assert joint_due_on(LIMITS, [(wd(46), None)], CALENDAR) == wd(45), "overdue is never cured"


def test_the_slowest_item_is_critical_and_the_others_float() -> None:
    found = stage(track("a", 10), track("b", 7), track("c", 10 - 1))
    assert (found.critical, found.chain, found.forecast_on) == ("a", ("a",), wd(10))
    assert found.float_wd == {"a": 0, "b": 3, "c": 1}


def test_an_item_that_waits_starts_when_its_upstream_ends() -> None:
    behind = track("b", due_on=None, waits=True, left_wd=5, upstream=("a",))
    found = stage(track("a", 8), behind, track("c", 12))
    assert found.expected["b"] == wd(13)
    assert (found.critical, found.chain) == ("b", ("a", "b"))
    assert found.float_wd == {"a": 0, "b": 0, "c": 1}


def test_an_item_examined_meanwhile_ends_no_earlier_than_its_upstream() -> None:
    found = stage(track("a", 9), track("b", 4, upstream=("a",)))
    assert found.expected["b"] == wd(9)
    assert found.float_wd == {"a": 0, "b": 0}


def test_a_circle_of_waiting_ends_all_the_same() -> None:
    found = stage(track("a", 3, upstream=("b",)), track("b", 5, upstream=("a",)))
    assert found.forecast_on == wd(5)


def test_an_overdue_item_is_expected_today_at_best() -> None:
    assert stage(track("a", 3), today=wd(7)).forecast_on == wd(7)


def test_a_forecast_beyond_the_limit_says_by_how_much() -> None:
    assert stage(track("a", 48)).late_by_wd == 3
    assert stage(track("a", 45)).late_by_wd == 0


def test_a_finished_stage_stands_still() -> None:
    found = stage(track("a", ended_on=wd(6), due_on=None), track("b", ended_on=wd(9), due_on=None), today=wd(30))
    assert (found.ended_on, found.forecast_on, found.critical, found.total_wd, found.net_wd) == (
        wd(9),
        None,
        None,
        9,
        9,
    )
    assert found.reading is not None and found.reading.light is Light.DECIDED


def test_net_is_without_the_applicants_time_and_the_procedures() -> None:
    mine = track("a", received_on=MONDAY, out=((wd(1), wd(4)), (wd(6), None)))
    found = stage(mine, today=wd(10))
    assert (found.total_wd, found.net_wd) == (10, 10 - 3 - 5)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12) | st.none()).map(
        lambda span: (MONDAY + DAY * span[0], None if span[1] is None else MONDAY + DAY * (span[0] + span[1]))
    ),
    max_size=3,
)


@st.composite
def stages(draw: st.DrawFn) -> list[StageTrack]:
    found: list[StageTrack] = []
    for number in range(draw(st.integers(1, 5))):
        earlier = [one.key for one in found]
        upstream = tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2))) if earlier else ()
        waits = bool(upstream) and draw(st.booleans())
        ended = draw(st.booleans()) and not waits and draw(st.booleans())
        spans: list[Span] = draw(SPANS)
        found.append(
            StageTrack(
                key=f"t{number}", received_on=MONDAY, ended_on=MONDAY + DAY * draw(st.integers(0, 20)) if ended else None,
                out=tuple(spans), due_on=None if waits else wd(draw(st.integers(1, 25))),
                left_wd=draw(st.integers(0, 9)), waits=waits, upstream=upstream,
            )
        )  # fmt: skip
    return found


@given(stages(), st.integers(0, 25))
def test_the_stage_is_told_the_same_in_any_order(tracks: list[StageTrack], passed: int) -> None:
    today = MONDAY + DAY * passed
    one, other = stage(*tracks, today=today), stage(*reversed(tracks), today=today)
    assert (one.forecast_on, one.expected, one.float_wd) == (other.forecast_on, other.expected, other.float_wd)
    assert (one.reading, one.total_wd, one.net_wd) == (other.reading, other.total_wd, other.net_wd)
    assert 0 <= one.net_wd <= one.total_wd


@given(stages(), st.integers(0, 25))
def test_a_stop_never_brings_the_limit_forward_and_takes_only_what_all_share(
    tracks: list[StageTrack], passed: int
) -> None:
    spans = idle_spans(tracks)
    assert all(end is None or start < end for start, end in spans)
    for number in range(60):
        day = MONDAY + DAY * number
        idle = any(start <= day and (end is None or day < end) for start, end in spans)
        undecided = [one for one in tracks if one.ended_on is None or day <= one.ended_on]
        out = [any(a <= day and (b is None or day < b) for a, b in one.out) for one in undecided]
        assert idle == (bool(undecided) and all(out))
    found = stage(*tracks, today=MONDAY + DAY * passed)
    assert due(found) is None or due(found) >= wd(45)  # type: ignore[operator]


@given(stages(), st.integers(0, 25), st.data())
def test_an_item_may_slip_by_its_float_and_no_day_more(
    tracks: list[StageTrack], passed: int, data: st.DataObject
) -> None:
    today = CALENDAR.next_working(MONDAY + DAY * passed)
    before = stage(*tracks, today=today)
    movable = [one for one in tracks if one.key in before.expected and not one.waits]
    if not movable or before.forecast_on is None:
        return
    chosen = data.draw(st.sampled_from(movable))
    slack = before.float_wd[chosen.key]

    def slipped(days: int) -> date | None:
        late = replace(chosen, due_on=CALENDAR.add(before.expected[chosen.key], days))
        return stage(*(late if one is chosen else one for one in tracks), today=today).forecast_on

    assert slipped(slack) == before.forecast_on
    after = slipped(slack + 1)
    assert after is not None and after > before.forecast_on


@given(stages(), st.integers(0, 25))
def test_the_critical_item_sets_the_end_and_may_not_slip(tracks: list[StageTrack], passed: int) -> None:
    found = stage(*tracks, today=MONDAY + DAY * passed)
    if found.critical is None:
        assert not found.expected
        return
    assert found.expected[found.critical] == found.forecast_on == max(found.expected.values())
    assert found.float_wd[found.critical] == 0
    assert all(days >= 0 for days in found.float_wd.values())
    assert found.chain[-1] == found.critical and len(set(found.chain)) == len(found.chain)
