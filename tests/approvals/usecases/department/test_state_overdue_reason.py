"""When a limit has passed the department says why, once per deadline, from a list, for everybody to read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.refusals import Invalid, NotAllowed, Refusal, Stale
from approvals.models.dates import OverdueStatement
from approvals.models.traces import OutboxMessage
from approvals.usecases.department.state_overdue_reason import state_overdue_reason
from tests.factories.main_job import at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
LATE_FOR_THE_PROMISE, LATE_BY_LAW = dt.date(2026, 3, 20), dt.date(2026, 4, 8)


def state(work: Work, clock: ClockName, *, day: dt.date, **changes: Any) -> None:
    said: dict[str, Any] = {
        "track": work.filed.tracks["LX-13"], "version": work.track("LX-13").version, "clock": clock,
        "reason_code": "review_late", "reason": "", "actor": work.examiner("LX-13"), "now": at(day),
    }  # fmt: skip
    state_overdue_reason(**said | changes)


def test_each_overdue_clock_is_explained_once_and_the_applicant_is_told(work: Work) -> None:
    state(work, ClockName.COMMITTED, day=LATE_FOR_THE_PROMISE)
    state(work, ClockName.STATUTORY, day=LATE_BY_LAW, reason_code="other", reason="省级系统停机三日")
    with reading() as session:
        rows = session.scalars(select(OverdueStatement).order_by(OverdueStatement.id)).all()
        assert [(one.clock, one.due_on, one.stated_on, one.reason_code) for one in rows] == [
            ("committed", dt.date(2026, 3, 18), LATE_FOR_THE_PROMISE, "review_late"),
            ("statutory", dt.date(2026, 4, 7), LATE_BY_LAW, "other"),
        ]
        told = session.scalars(
            select(OutboxMessage.payload).where(OutboxMessage.key.like("tell:overdue_explained:%"))
        ).all()
    assert len(told) == 2 and told[0]["params"]["reason_en"].startswith("The technical review")
    assert work.tags().count("officer:track:overdue_explained") == 2
    with pytest.raises(Refusal) as refused:
        state(work, ClockName.STATUTORY, day=LATE_BY_LAW)
    assert refused.value.code == "reason_already_stated"


def test_a_clock_that_is_not_overdue_has_nothing_to_explain(work: Work) -> None:
    for clock, day in ((ClockName.STATUTORY, LATE_FOR_THE_PROMISE), (ClockName.COMMITTED, dt.date(2026, 3, 18))):
        with pytest.raises(Refusal) as refused:
            state(work, clock, day=day)
        assert refused.value.code == "not_overdue"


def test_an_item_decided_late_still_owes_its_reason(work: Work) -> None:
    work.decide("LX-13", day=LATE_FOR_THE_PROMISE)
    state(work, ClockName.COMMITTED, day=LATE_BY_LAW)
    with pytest.raises(Refusal):
        state(work, ClockName.STATUTORY, day=LATE_BY_LAW)


def test_a_reason_comes_from_the_list_and_from_the_departments_own_officers(work: Work) -> None:
    with pytest.raises(Invalid):
        state(work, ClockName.COMMITTED, day=LATE_FOR_THE_PROMISE, reason_code="whatever")
    with pytest.raises(Invalid):
        state(work, ClockName.COMMITTED, day=LATE_FOR_THE_PROMISE, reason_code="other")
    with pytest.raises(NotAllowed):
        state(work, ClockName.COMMITTED, day=LATE_FOR_THE_PROMISE, actor=work.cast.guan)
    with pytest.raises(Stale):
        state(work, ClockName.COMMITTED, day=LATE_FOR_THE_PROMISE, version=1)
