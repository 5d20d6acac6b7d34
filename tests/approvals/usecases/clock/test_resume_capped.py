"""A capped special procedure that nobody ended ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Pause
from approvals.models.letters import Document
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from tests.factories.clock_town import deliver, forget_notices, sweep, told, track_of
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, department_of, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
ITEM = "LX-13"
CAP_COMES = dt.date(2026, 3, 23)  # ten working days after Monday 9 March


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def paused(cast: Cast) -> Filed:
    made = file_case(cast)
    accept_all(cast, made, day=MONDAY)
    forget_notices()
    examiner = cast.examiners[department_of(made, ITEM)]
    claim(track=made.tracks[ITEM], version=track_of(made, ITEM).version, actor=examiner, now=at(MONDAY, 11))
    pause(
        track=made.tracks[ITEM], version=track_of(made, ITEM).version, kind="EXPERT_REVIEW", length_days=5,
        length_unit="WD", reason="专家评审", actor=examiner, now=at(MONDAY, 12),
    )  # fmt: skip
    return made


def the_pause() -> Pause:
    with reading() as session:
        return session.scalars(select(Pause)).one()


def test_a_planned_end_that_passed_ends_nothing(paused: Filed) -> None:
    sweep(at(CAP_COMES - dt.timedelta(days=1)))
    assert the_pause().resumed_on is None


@pytest.mark.parametrize("late", [0, 9])
def test_the_clock_runs_again_from_the_day_of_the_cap_however_late_the_worker(paused: Filed, late: int) -> None:
    day = CAP_COMES + dt.timedelta(days=late)
    sweep(at(day))
    sweep(at(day, 11))
    assert the_pause().resumed_on == CAP_COMES
    deliver(at(day, 11))
    assert set(told("resumed_by_cap")) >= {"lin", "guan"}
    with reading() as session:
        assert session.scalars(select(Document.kind)).all().count("resume_notice") == 1
