"""Why somebody is late, what is still owed, and where the applicant may go: asked only about items that are late."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.clock_facts import ClockName
from approvals.models.cases import Track
from approvals.queries.clocks import reading_of
from approvals.queries.lateness import Lateness, LateTrack, lateness_of
from approvals.usecases.department.state_overdue_reason import state_overdue_reason
from approvals.usecases.enterprise.withdraw import withdraw
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(accepted)
LATE = dt.date(2026, 4, 8)


@pytest.fixture
def work(in_app: object) -> Work:
    return Work(the_cast(), the_case())


def lateness(work: Work, item: str, today: dt.date) -> Lateness | None:
    with reading() as session:
        track = session.scalars(select(Track).where(Track.public_id == work.filed.tracks[item])).one()
        calendar = load_calendar(session)
        said = reading_of(track, track.pauses, calendar, today)
        return lateness_of(session, [LateTrack(track.id, track.state, said, track.department_id)], calendar).get(
            track.id
        )


def test_nothing_is_asked_about_items_in_time(work: Work) -> None:
    with reading() as session:
        calendar = load_calendar(session)
        row = session.scalars(select(Track).where(Track.public_id == work.filed.tracks["LX-13"])).one()
        said = reading_of(row, (), calendar, MONDAY)
    asked = statements_of(lambda: lateness(work, "LX-13", MONDAY))
    assert said is not None and not any("overdue_statement" in one for one in asked)
    assert lateness(work, "LX-13", MONDAY) is None


def test_a_promise_not_kept_asks_for_a_reason_and_opens_no_remedy(work: Work) -> None:
    found = lateness(work, "LX-13", dt.date(2026, 3, 20))
    assert found is not None and found.remedy is None
    assert found.unexplained == ((ClockName.COMMITTED, dt.date(2026, 3, 18)),)


def test_past_the_laws_day_the_organ_and_the_last_day_are_named(work: Work) -> None:
    found = lateness(work, "LX-13", LATE)
    assert found is not None and found.remedy is not None
    assert found.remedy.organs and found.remedy.court
    assert (found.remedy.days.from_on, found.remedy.days.reconsideration_on) == (LATE, dt.date(2026, 6, 8))
    assert found.remedy.is_open(LATE) and not found.remedy.is_open(dt.date(2026, 6, 9))


def test_a_stated_reason_is_no_longer_owed(work: Work) -> None:
    state_overdue_reason(
        track=work.filed.tracks["LX-13"], version=work.track("LX-13").version, clock=ClockName.STATUTORY,
        reason_code="other", reason="停电三日", actor=work.examiner("LX-13"), now=at(LATE),
    )  # fmt: skip
    found = lateness(work, "LX-13", LATE)
    assert found is not None and [one.words for one in found.statements] == ["停电三日"]
    assert [clock for clock, _ in found.unexplained] == [ClockName.COMMITTED]


def test_who_was_decided_late_owes_a_reason_and_who_withdrew_owes_nothing(work: Work) -> None:
    work.decide("LX-13", day=LATE)
    decided = lateness(work, "LX-13", dt.date(2026, 5, 1))
    assert decided is not None and decided.remedy is None and len(decided.unexplained) == 2
    withdraw(case=work.filed.case, track=work.filed.tracks["LX-10"], actor=work.cast.lin, now=at(dt.date(2026, 3, 20)))
    assert lateness(work, "LX-10", LATE) is None
