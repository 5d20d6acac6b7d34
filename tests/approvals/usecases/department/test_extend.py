"""An extension is given once per clock, by the head, on or before the due day; the applicant is told why in writing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import ARTICLE_42
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.models.dates import Extension
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.queries.clocks import reading_of
from approvals.queries.date_changes import changes_of
from approvals.usecases.clock.raise_alarms import raise_alarms
from approvals.usecases.department.extend import extend
from departments.domain.actor import SYSTEM
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
STATUTORY, COMMITTED = ClockName.STATUTORY, ClockName.COMMITTED
TUESDAY = MONDAY + dt.timedelta(days=1)
CLOSE = dt.time(17)


def give(work: Work, item: str = "LX-10", *, day: dt.date = TUESDAY, **changes: Any) -> None:
    said: dict[str, Any] = {
        "track": work.filed.tracks[item], "version": work.track(item).version, "clocks": (STATUTORY, COMMITTED),
        "days": 10, "reason_code": "complex", "reason": "墓葬分布复杂，需要扩大勘探", "basis": ARTICLE_42,
        "actor": work.head(item), "now": at(day, 10),
    }  # fmt: skip
    extend(**said | changes)


def refused_code(work: Work, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        give(work, **changes)
    return refused.value.code


def test_both_clocks_move_and_row_event_and_letter_say_the_same(work: Work) -> None:
    before = work.track("LX-10")
    give(work)
    after = work.track("LX-10")
    assert (before.statutory_due_on, after.statutory_due_on) == (dt.date(2026, 4, 7), dt.date(2026, 4, 21))
    assert (before.committed_due_on, after.committed_due_on) == (dt.date(2026, 3, 23), dt.date(2026, 4, 7))
    assert after.deadline_version > before.deadline_version and after.version == before.version + 1
    assert after.next_alarm_at and before.next_alarm_at and after.next_alarm_at > before.next_alarm_at
    with reading() as session:
        rows = session.scalars(select(Extension).order_by(Extension.clock)).all()
        assert [(one.clock, one.days, one.old_due_on, one.new_due_on, one.approved_on) for one in rows] == [
            ("committed", 10, before.committed_due_on, after.committed_due_on, TUESDAY),
            ("statutory", 10, before.statutory_due_on, after.statutory_due_on, TUESDAY),
        ]
        (told,) = changes_of(session, after.id, after.case_id)
        assert {clock for clock, _, _ in told.moved} == {STATUTORY, COMMITTED} and told.days == 10
        assert {(one.reason_code, one.basis, one.approved_by) for one in rows} == {
            ("complex", ARTICLE_42, work.head("LX-10").account_id)
        }
        event = session.scalars(select(CaseEvent).where(CaseEvent.tag == "officer:track:extended")).one()
        assert event.facts["moved"]["statutory"] == ["2026-04-07", "2026-04-21"]
        assert "墓葬" not in str(event.facts), "free words stay in the row, the chain keeps the code"
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("tell:extended:%"))).one()
        assert told.payload["params"]["due_on"] == "2026-04-21"
    (letter,) = work.documents("extension_notice")
    assert letter.facts["limits"][0]["new_due_on"] == "2026-04-21"
    assert (letter.facts["reason"], letter.facts["approver"]) == ("情况复杂，需要进一步核实", "吴敏")


def test_one_clock_alone_and_later_the_other(work: Work) -> None:
    before = work.track("LX-10")
    give(work, clocks=(COMMITTED,), days=5)
    assert work.track("LX-10").statutory_due_on == before.statutory_due_on
    give(work, clocks=(STATUTORY,), day=dt.date(2026, 4, 7))
    assert work.track("LX-10").statutory_due_on == dt.date(2026, 4, 21)
    assert refused_code(work, clocks=(COMMITTED,), days=1) == "already_extended"


def test_a_reading_says_the_extension_without_another_row(work: Work) -> None:
    give(work)
    with reading() as session:
        row, calendar = work.track("LX-10"), load_calendar(session)
        said = reading_of(row, (), calendar, TUESDAY)
    assert said is not None and said.statutory is not None and said.statutory.extended


def test_the_due_day_is_the_last_day_and_the_next_is_too_late(work: Work) -> None:
    assert refused_code(work, day=dt.date(2026, 3, 24)) == "extension_too_late"
    give(work, clocks=(COMMITTED,), day=dt.date(2026, 3, 23))


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"days": 11}, "extension_days"),
        ({"days": -1}, "extension_days"),
        ({"clocks": ()}, "nothing_chosen"),
        ({"item": "LX-13"}, "no_extension"),
        ({"item": "LX-08"}, "no_such_move"),
    ],
)
def test_what_may_not_be_given_is_refused_and_nothing_is_written(
    work: Work, changes: dict[str, Any], code: str
) -> None:
    assert refused_code(work, **changes) == code
    assert not work.documents("extension_notice")


def test_a_reason_from_the_list_a_basis_and_words_for_another_reason(work: Work) -> None:
    with pytest.raises(Invalid) as refused:
        give(work, reason_code="tired", basis="")
    assert set(refused.value.errors) == {"reason_code", "basis"}
    with pytest.raises(Invalid):
        give(work, reason_code="other", reason="  ")
    give(work, reason_code="other", reason="等待省级专家到场")
    assert work.documents("extension_notice")[0].facts["reason"] == "等待省级专家到场"


def test_only_the_head_of_the_department_and_nobody_with_a_stale_page(work: Work) -> None:
    with pytest.raises(NotAllowed):
        give(work, actor=work.examiner("LX-10"))
    with pytest.raises(NotFound):
        give(work, actor=work.head("LX-13"))
    version = work.track("LX-10").version
    work.claim("LX-10")
    with pytest.raises(Stale):
        give(work, version=version)


def test_a_decided_item_has_nothing_to_extend(work: Work) -> None:
    work.decide("LX-10", day=TUESDAY)
    assert refused_code(work) == "no_such_move"


def test_the_alarms_of_the_moved_deadline_are_new_ones(work: Work) -> None:
    late = dt.date(2026, 3, 20)
    with reading() as session:
        track_id = work.track("LX-10").id
    raise_alarms(track=track_id, close_of_business=CLOSE, actor=SYSTEM, now=at(late))
    give(work, clocks=(COMMITTED,), days=5, day=late)
    raise_alarms(track=track_id, close_of_business=CLOSE, actor=SYSTEM, now=at(dt.date(2026, 3, 27)))
    with reading() as session:
        said = session.scalars(select(CaseEvent.facts).where(CaseEvent.tag == "system:clock:alarm_raised")).all()
    assert [one["due_on"] for one in said] == ["2026-03-23", "2026-03-30"]
