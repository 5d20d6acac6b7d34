"""The window's silence (行政许可法 32(4)): accepted from the day of receipt."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import CaseState, TrackState
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import deliver, forget_notices, sweep, told, track_of
from tests.factories.main_job import Cast, Filed, at, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
FILED_ON = dt.date(2025, 9, 29)  # example C23 of the fact sheet
LAST_DAY = dt.date(2025, 10, 13)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(cast: Cast) -> Filed:
    made = file_case(cast, day=FILED_ON)
    forget_notices()
    return made


def case_of(filed: Filed) -> Case:
    with reading() as session:
        return session.scalars(select(Case).where(Case.public_id == filed.case)).one()


def test_c23_silence_since_before_the_holidays_is_acceptance_on_the_day_of_receipt(filed: Filed) -> None:
    sweep(at(LAST_DAY, 23))
    assert track_of(filed, "LX-10").state is TrackState.FILED
    sweep(at(dt.date(2025, 10, 14), 1))
    track = track_of(filed, "LX-10")
    assert (track.is_deemed, track.accepted_on) == (True, FILED_ON)
    assert (track.statutory_days, track.statutory_due_on) == (20, dt.date(2025, 11, 3))
    assert case_of(filed).state is CaseState.IN_REVIEW


def test_it_happens_once_and_everybody_is_told(filed: Filed) -> None:
    for hour in (1, 2, 3):
        sweep(at(dt.date(2025, 10, 14), hour))
    deliver(at(dt.date(2025, 10, 14)))
    with reading() as session:
        kinds = session.scalars(select(Document.kind)).all()
    assert kinds.count("acceptance_notice") == 1
    names = told("deemed_accepted")
    assert len(names) == len(set(names))
    assert {"lin", "guan", "clerk", "du"} <= set(names)


def test_items_the_window_answered_are_left_alone(cast: Cast, filed: Filed) -> None:
    accept(case=filed.case, tracks=[filed.tracks["LX-01"]], actor=cast.clerk, now=at(LAST_DAY))
    sweep(at(dt.date(2025, 10, 14), 1))
    assert (track_of(filed, "LX-01").is_deemed, track_of(filed, "LX-01").accepted_on) == (False, LAST_DAY)
    assert track_of(filed, "LX-10").is_deemed


def test_asked_too_early_it_does_nothing(filed: Filed) -> None:
    deem_accepted(case=case_of(filed).id, actor=SYSTEM, now=at(LAST_DAY, 23))
    assert track_of(filed, "LX-10").state is TrackState.FILED
    assert case_of(filed).next_alarm_at is not None
