"""Warning, due, overdue: once each, never while paused, never after a decision, in office hours."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest
from sqlalchemy import select

from app.foundation.settings import TIMEZONE
from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Pause, Track
from approvals.usecases.clock.raise_alarms import raise_alarms
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from approvals.usecases.timing import set_clock
from departments.domain.actor import SYSTEM
from departments.queries.calendar import load_calendar
from departments.usecases.publish_catalogue import publish_catalogue
from tests.factories.clock_town import alarms, deliver, forget_notices, messages, sweep, told, track_of
from tests.factories.main_job import (
    DATA,
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
    both = [kind.partition(":")[::2] for kind in alarms(filed, SLOW)]
    committed = [state for clock, state in both if clock == "committed"]
    late = [1, 2, 3, 4, 5, 6, 7, 12, 17]  # of the working days up to 17 April
    assert committed == ["warning:0", "due_today:0", *(f"overdue:{day}" for day in late)]
    statutory = [state for clock, state in both if clock == "statutory"]
    assert statutory == ["warning:0", "due_today:0", *(f"overdue:{day}" for day in range(1, 8))]


@pytest.mark.both_databases
def test_many_sweeps_make_one_alarm(filed: Filed) -> None:
    for _ in range(5):
        sweep(at(COMMITTED_DUE))
    assert alarms(filed, SLOW) == ["committed:due_today:0"]


def test_after_ten_days_down_only_the_latest_state_is_told(filed: Filed) -> None:
    late = at(dt.date(2026, 4, 2))  # eight working days late
    sweep(late)
    sweep(late)
    assert [kind for kind in alarms(filed, SLOW) if kind.startswith("committed")] == ["committed:overdue:7"]


def test_those_concerned_are_told_once(cast: Cast, filed: Filed) -> None:
    code = department_of(filed, SLOW)
    examiner = cast.examiners[code]
    claim(track=filed.tracks[SLOW], version=track_of(filed, SLOW).version, actor=examiner, now=at(MONDAY, 11))
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(COMMITTED_DUE))
    deliver(at(COMMITTED_DUE))
    deliver(at(COMMITTED_DUE))
    assert sorted(told("alarm_due_today")) == sorted(["guan", f"chen-{code}", f"wu-{code}"])


def late_day(filed: Filed, day: dt.date) -> list[str]:
    """Who hears of the item being late on a day, the workers running that morning."""
    forget_notices()
    before = len(told("alarm_overdue"))
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(day))
    deliver(at(day))
    return sorted(told("alarm_overdue")[before:])


def test_lateness_climbs_from_the_desk_to_the_supervisors_and_reminds_the_desk_every_day(filed: Filed) -> None:
    code = department_of(filed, SLOW)
    desk = [f"chen-{code}", f"wu-{code}"]
    days = [dt.date(2026, 3, day) for day in (24, 25, 26, 27)]
    told_of = [late_day(filed, day) for day in days]
    assert told_of == [sorted([*desk, "guan"]), desk, sorted([*desk, "guan", "du"]), desk]


def test_a_step_of_the_ladder_that_nobody_was_there_for_is_told_when_they_are_back(filed: Filed) -> None:
    assert "du" not in late_day(filed, dt.date(2026, 3, 24))
    assert "du" in late_day(filed, dt.date(2026, 3, 27))


def test_an_item_warns_as_early_as_its_own_setting_says(filed: Filed) -> None:
    with unit_of_work() as session:
        row = session.scalars(select(Track).where(Track.public_id == filed.tracks[SLOW])).one()
        row.warn_wd = 7
        set_clock(row, [], load_calendar(session), at(MONDAY))
    sweep(at(dt.date(2026, 3, 11)))
    assert alarms(filed, SLOW) == []
    sweep(at(dt.date(2026, 3, 12)))
    assert alarms(filed, SLOW) == ["committed:warning:0"]


def test_the_warning_of_an_item_comes_from_the_catalogue(cast: Cast) -> None:
    document = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
    next(row for row in document["items"] if row["code"] == SLOW)["warn_wd"] = 6
    publish_catalogue(document=json.dumps(document), actor=cast.admin, now=at(MONDAY, 8))
    filed = file_case(cast)
    assert [track_of(filed, code).warn_wd for code in (SLOW, "LX-01")] == [6, None]


def test_a_pause_of_the_committed_clock_leaves_the_statutory_alarms(cast: Cast, filed: Filed) -> None:
    examiner = cast.examiners[department_of(filed, SLOW)]
    claim(track=filed.tracks[SLOW], version=track_of(filed, SLOW).version, actor=examiner, now=at(MONDAY, 11))
    with unit_of_work() as session:
        row = session.scalars(select(Track).where(Track.public_id == filed.tracks[SLOW])).one()
        stop = Pause(
            track_id=row.id, kind="PUBLICITY", reason="公示", stops_statutory=False, stops_committed=True,
            started_on=MONDAY, length_days=60, cap_days=None, planned_resume_on=dt.date(2026, 6, 1),
        )  # fmt: skip
        session.add(stop)
        session.flush()
        set_clock(row, [stop], load_calendar(session), at(MONDAY, 12))
    for days in range(40):
        sweep(at(MONDAY + dt.timedelta(days=days)))
    assert {kind.partition(":")[0] for kind in alarms(filed, SLOW)} == {"statutory"}


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


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (at(COMMITTED_DUE, 7), ["committed:due_today:0"]),
        (at(COMMITTED_DUE, 22), ["committed:overdue:1"]),
        (at(dt.date(2026, 3, 21), 11), ["committed:due_today:0"]),
    ],
    ids=["before the office opens", "at night", "on a Saturday"],
)
def test_an_alarm_found_when_the_office_is_closed_waits_and_is_judged_again(
    filed: Filed, found: dt.datetime, said: list[str]
) -> None:
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=found)
    opens = track_of(filed, SLOW).next_alarm_at
    assert alarms(filed, SLOW) == []
    assert opens is not None
    sweep(opens)
    assert alarms(filed, SLOW) == said
    assert opens.astimezone(TIMEZONE).hour == 9


def test_an_alarm_that_a_worker_comes_to_at_night_is_put_back_until_the_office_opens(filed: Filed) -> None:
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(dt.date(2026, 3, 24)))
    night = at(dt.date(2026, 3, 24), 22)
    deliver(night)
    (message,) = [one for one in messages("tell") if one.payload["code"] == "alarm_overdue"]
    assert (message.done_at, message.next_attempt_at) == (None, at(dt.date(2026, 3, 25), 9))
    assert message.attempts == 0
    assert told("alarm_overdue") == []
    deliver(at(dt.date(2026, 3, 25), 9))
    assert len(told("alarm_overdue")) == 3, "a step of the ladder is said to all, one day later"


def test_what_was_overtaken_while_it_waited_is_not_said(filed: Filed) -> None:
    raise_alarms(track=track_of(filed, SLOW).id, close_of_business=CLOSES, actor=SYSTEM, now=at(COMMITTED_DUE))
    deliver(at(dt.date(2026, 3, 24)))
    assert told("alarm_due_today") == []


def test_after_days_without_a_notice_worker_each_clock_says_its_latest_state_and_not_every_day_of_them(
    filed: Filed,
) -> None:
    track, day = track_of(filed, SLOW).id, dt.date(2026, 3, 24)
    while day < dt.date(2026, 4, 30):
        raise_alarms(track=track, close_of_business=CLOSES, actor=SYSTEM, now=at(day))
        day += dt.timedelta(days=1)
    deliver(at(dt.date(2026, 4, 29)))
    lines = Counter(told("alarm_overdue"))
    assert lines and max(lines.values()) <= 2, "one line for each of the two clocks"


def test_an_alarm_that_waited_is_not_told_of_an_item_decided_meanwhile(cast: Cast, filed: Filed) -> None:
    raise_alarms(track=track_of(filed, "LX-01").id, close_of_business=CLOSES, actor=SYSTEM, now=at(MONDAY, 10))
    assert alarms(filed, "LX-01")
    decide(cast, filed, "LX-01", day=MONDAY)
    deliver(at(MONDAY + dt.timedelta(days=1)))
    assert told("alarm_due_today") == told("alarm_warning") == []


def test_an_alarm_is_no_move_of_the_item(filed: Filed) -> None:
    before = track_of(filed, SLOW).last_move_at
    sweep(at(COMMITTED_DUE))
    assert track_of(filed, SLOW).last_move_at == before
