"""The sweep finds each subject once, finds it again when it is due again, and leaves the dead to the operator."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.models.cases import Track
from approvals.usecases.claims import MOST_ATTEMPTS, Claim
from approvals.usecases.clock.queue_due import queue_due
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import alarms, messages, sweep, track_of
from tests.factories.main_job import MONDAY, Filed, accept_all, at, file_case, settle, the_cast
from workers.jobs import drain as draining
from workers.jobs.handlers import HANDLERS

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
LATE = at(dt.date(2026, 4, 20))
ITEM = "LX-10"


@pytest.fixture
def filed(in_app: object) -> Filed:
    made = file_case(the_cast())
    accept_all(the_cast(), made, day=MONDAY)
    return made


@pytest.mark.both_databases
def test_what_is_found_twice_is_queued_once(filed: Filed) -> None:
    found = queue_due(actor=SYSTEM, now=LATE)
    assert found > 0
    assert queue_due(actor=SYSTEM, now=LATE) == 0
    assert len(messages("alarm")) == found


@pytest.mark.both_databases
def test_a_subject_that_is_due_again_is_found_again(filed: Filed) -> None:
    sweep(at(dt.date(2026, 3, 23)))
    with unit_of_work() as session:  # as a pause that was opened and closed the same day would
        session.execute(update(Track).values(next_alarm_at=at(dt.date(2026, 3, 23), 9)))
    sweep(at(dt.date(2026, 3, 23), 11))
    assert track_of(filed, ITEM).next_alarm_at == at(dt.date(2026, 3, 24), 9)
    assert alarms(filed, ITEM) == ["committed:due_today:0"]


def test_nothing_is_queued_before_its_time(filed: Filed) -> None:
    with unit_of_work() as session:
        session.execute(update(Track).values(next_alarm_at=LATE))
    queue_due(actor=SYSTEM, now=LATE - dt.timedelta(seconds=1))
    assert messages("alarm") == []


def test_one_poisoned_item_ends_dead_and_the_others_are_raised(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned = track_of(filed, ITEM).id

    def look(claim: Claim, now: dt.datetime) -> object:
        if claim.payload["track_id"] == poisoned:
            raise RuntimeError("poison")
        return HANDLERS["alarm"](claim, now)

    monkeypatch.setattr(draining, "HANDLERS", {**HANDLERS, "alarm": look})
    for hours in range(0, 4 * (MOST_ATTEMPTS + 2), 4):
        sweep(LATE + dt.timedelta(hours=hours))
    assert alarms(filed, ITEM) == []
    assert any(kind.startswith("committed:overdue") for kind in alarms(filed, "LX-05") + alarms(filed, "LX-13"))
    (dead,) = [row for row in messages("alarm") if row.dead_at is not None]
    assert (dead.payload, dead.attempts) == ({"track_id": poisoned}, MOST_ATTEMPTS)
