"""When the law's own day passes undecided the applicant is told, once, that reconsideration is open (行政复议法 23)."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.traces import OutboxMessage
from approvals.usecases.clock.raise_alarms import raise_alarms
from departments.domain.actor import SYSTEM
from tests.factories.main_job import at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
COMMITTED_LATE, LATE, LATER = dt.date(2026, 3, 20), dt.date(2026, 4, 8), dt.date(2026, 4, 10)


def remedies(work: Work, *days: dt.date, item: str = "LX-13") -> list[dict[str, str]]:
    for day in days:
        raise_alarms(track=work.track(item).id, close_of_business=dt.time(17), actor=SYSTEM, now=at(day))
    with reading() as session:
        found = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.key.like("tell:overdue_remedy:%")))
        return [payload["params"] for payload in found]


def test_the_applicant_is_told_once_however_long_nothing_happens(work: Work) -> None:
    assert remedies(work, LATE, LATER, dt.date(2026, 4, 15)) == [{"due_on": "2026-04-07", "last_on": "2026-06-08"}]


def test_a_promise_not_kept_opens_no_remedy_in_law(work: Work) -> None:
    assert remedies(work, COMMITTED_LATE) == []


def test_a_decision_in_time_opens_none(work: Work) -> None:
    work.decide("LX-13", day=COMMITTED_LATE)
    assert remedies(work, LATE) == []
