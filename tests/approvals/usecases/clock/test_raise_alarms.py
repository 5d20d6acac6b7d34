"""Warning, due, overdue: once each, never while paused, never after a decision, in office hours."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.usecases.clock.raise_alarms import raise_alarms
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import alarms, deliver, forget_notices, messages, sweep, told, track_of
from tests.factories.main_job import (
    MONDAY,
    Cast,
    Filed,
    accept_all,
    at,
    decide,
    department_of,
    file_case,
    settle,
    the_cast,
)

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
SLOW = "LX-10"  # ten working days committed from Monday 9 March: due on Monday 23 March
COMMITTED_DUE = dt.date(2026, 3, 23)
CLOSES = dt.time(17)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(cast: Cast) -> Filed:
    made = file_case(cast)
    accept_all(cast, made, day=MONDAY)
    forget_notices()
    return made


def test_the_item_of_this_test_is_due_when_it_says(filed: Filed) -> None:
    assert track_of(filed, SLOW).committed_due_on == COMMITTED_DUE


def test_every_day_of_a_course_raises_each_state_of_each_clock_once(filed: Filed) -> None:
    day = MONDAY
    while day < dt.date(2026, 4, 20):
        for hour in (0, 9, 12, 23):
            sweep(at(day, hour))
        day += dt.timedelta(days=1)
    committed = [kind for kind in alarms(filed, SLOW) if kind.startswith("committed")]
    assert committed == [
        "committed:warning:0", "committed:due_today:0", "committed:overdue:1", "committed:overdue:2",
        "committed:overdue:3",
    ]  # fmt: skip
    statutory = [kind for kind in alarms(filed, SLOW) if kind.startswith("statutory")]
    assert len(statutory) == len(set(statutory)) == 5


@pytest.mark.both_databases
def test_many_sweeps_make_one_alarm(filed: Filed) -> None:
    for _ in range(5):
        sweep(at(COMMITTED_DUE))
    assert alarms(filed, SLOW) == ["committed:due_today:0"]


def test_after_ten_days_down_only_the_latest_state_is_told(filed: Filed) -> None:
    late = at(COMMITTED_DUE + dt.timedelta(days=10))
    sweep(late)
    sweep(late)
    assert alarms(filed, SLOW)[-1] == "committed:overdue:3"
    assert [kind for kind in alarms(filed, SLOW) if kind.startswith("committed")] == ["committed:overdue:3"]


def test_those_concerned_are_told_once(cast: Cast, filed: Filed) -> None:
    code = department_of(filed, SLOW)
    examiner = cast.examiners[code]
    claim(track=filed.tracks[SLOW], version=track_of(filed, SLOW).version, actor=examiner, now=at(MONDAY, 11))
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(COMMITTED_DUE))
    deliver(at(COMMITTED_DUE))
    deliver(at(COMMITTED_DUE))
    assert sorted(told("alarm_due_today")) == sorted(["guan", f"chen-{code}", f"wu-{code}"])


def test_supervisors_hear_of_the_second_level(filed: Filed) -> None:
    track = track_of(filed, SLOW).id
    raise_alarms(track=track, close_of_business=CLOSES, actor=SYSTEM, now=at(dt.date(2026, 3, 24)))
    deliver(at(dt.date(2026, 3, 24)))
    assert "du" not in told("alarm_overdue")
    raise_alarms(track=track, close_of_business=CLOSES, actor=SYSTEM, now=at(dt.date(2026, 3, 26)))
    deliver(at(dt.date(2026, 3, 26)))
    assert "du" in told("alarm_overdue")


def test_a_paused_clock_raises_nothing(cast: Cast, filed: Filed) -> None:
    examiner = cast.examiners[department_of(filed, SLOW)]
    claim(track=filed.tracks[SLOW], version=track_of(filed, SLOW).version, actor=examiner, now=at(MONDAY, 11))
    pause(
        track=filed.tracks[SLOW], version=track_of(filed, SLOW).version, kind="APPRAISAL", length_days=30,
        length_unit="WD", reason="鉴定", actor=examiner, now=at(MONDAY, 12),
    )  # fmt: skip
    assert track_of(filed, SLOW).light == "paused"
    for days in range(0, 40, 2):
        sweep(at(MONDAY + dt.timedelta(days=days)))
    assert alarms(filed, SLOW) == []


def test_a_decided_item_raises_nothing(cast: Cast, filed: Filed) -> None:
    decide(cast, filed, "LX-01", day=MONDAY)
    sweep(at(dt.date(2026, 5, 11)))
    assert alarms(filed, "LX-01") == []


def test_an_alarm_found_at_night_waits_for_the_office(filed: Filed) -> None:
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(COMMITTED_DUE, 22))
    (message,) = [one for one in messages("tell") if one.payload["code"] == "alarm_due_today"]
    assert message.next_attempt_at == at(dt.date(2026, 3, 24), 9)
    assert deliver(at(COMMITTED_DUE, 23)).done == 0


def test_an_alarm_that_waited_is_not_told_of_an_item_decided_meanwhile(cast: Cast, filed: Filed) -> None:
    raise_alarms(track=track_of(filed, "LX-01").id, close_of_business=CLOSES, actor=SYSTEM, now=at(MONDAY, 22))
    decide(cast, filed, "LX-01", day=MONDAY)
    deliver(at(MONDAY + dt.timedelta(days=1)))
    assert told("alarm_due_today") == told("alarm_warning") == []


def test_an_alarm_is_no_move_of_the_item(filed: Filed) -> None:
    before = track_of(filed, SLOW).last_move_at
    sweep(at(COMMITTED_DUE))
    assert track_of(filed, SLOW).last_move_at == before
