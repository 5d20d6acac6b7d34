"""The joint limit is extended once, as the head of the government approved it; the lead department records it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.date_reasons import ARTICLE_42_JOINT
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.models.cases import Case, Track
from approvals.models.dates import StageExtension
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.queries.stage_clock import stage_dues
from approvals.usecases.department.extend_stage import Approval, extend_stage
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)
LEAD = "LX-05"  # of the bureau that leads the stage
OTHER = "LX-13"
DUE, LATER = dt.date(2026, 5, 14), dt.date(2026, 6, 4)
PAPER, MAYOR = "历政批〔2026〕12号", "韩立群"


def give(work: Work, days: int = 15, approved_on: dt.date = TUESDAY, paper: str = PAPER, **changes: Any) -> None:
    approval = Approval(days, approved_on, changes.pop("approver", MAYOR), paper)
    said: dict[str, Any] = {
        "case": work.filed.case, "version": work.case().version, "approval": approval, "reason_code": "other_organs",
        "reason": "", "basis": ARTICLE_42_JOINT, "actor": work.head(LEAD), "now": at(TUESDAY, 10),
    }  # fmt: skip
    extend_stage(**said | changes)


def refused_code(work: Work, *said: Any, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        give(work, *said, **changes)
    assert work.case().stage_due_on == DUE
    return refused.value.code


def stage_day(work: Work) -> tuple[dt.date | None, dt.date | None]:
    """The stored day and the one the nightly check computes."""
    with reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == work.filed.case)).one()
        return case.stage_due_on, stage_dues(session, [case], load_calendar(session))[case.id]


def test_the_stage_moves_and_row_event_and_notice_say_the_same(work: Work) -> None:
    items = {item: work.track(item).statutory_due_on for item in work.filed.tracks}
    assert stage_day(work) == (DUE, DUE)
    give(work)
    assert stage_day(work) == (LATER, LATER)
    assert {item: work.track(item).statutory_due_on for item in work.filed.tracks} == items, "no item has more days"
    with reading() as session:
        row = session.scalars(select(StageExtension)).one()
        event = session.scalars(select(CaseEvent).where(CaseEvent.tag == "officer:stage:extended")).one()
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("tell:stage_extended:%"))).one()
    assert (row.days, row.approved_on, row.approval, row.old_due_on, row.new_due_on, row.reason_code) == (
        15, TUESDAY, PAPER, DUE, LATER, "other_organs"
    )  # fmt: skip
    assert row.approved_by == event.actor_id == work.head(LEAD).account_id
    assert (event.facts["old_due_on"], event.facts["due_on"]) == ("2026-05-14", "2026-06-04")
    assert "历政批" not in str(event.facts), "free words stay in the row"
    assert told.payload["params"]["reason_zh"] == "需要征求其他机关意见"
    assert told.payload["params"]["due_on"] == "2026-06-04"


def test_the_applicant_is_told_by_a_letter_of_the_same_transaction(work: Work) -> None:
    give(work, 5, reason="文物勘探成果要报省里复核")
    (letter,) = work.documents("stage_extension_notice")
    facts = letter.facts
    assert letter.number.startswith("章审阶延〔2026〕") and letter.item_code is None
    assert (facts["government"], facts["approver"], facts["approval"]) == ("济南市章丘区人民政府", MAYOR, PAPER)
    assert (facts["old_due_on"], facts["days"], facts["new_due_on"]) == ("2026-05-14", 5, "2026-05-21")
    assert (facts["reason"], facts["explanation"]) == ("需要征求其他机关意见", "文物勘探成果要报省里复核")
    assert facts["organ"] == "济南市章丘区自然资源局" and facts["addressee"] == "明泉家居有限公司"
    assert {item["code"] for item in facts["items"]} == set(work.filed.tracks)
    with reading() as session:
        assert session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == f"print:document:{letter.id}"))


def test_a_bureau_that_leads_without_an_item_of_its_own_records_it(work: Work) -> None:
    """The bureau of natural resources leads S1; here its items lie with another department."""
    with unit_of_work() as session:
        elsewhere = work.track(OTHER).department_id
        own = work.track(LEAD).department_id
        session.execute(update(Track).where(Track.department_id == own).values(department_id=elsewhere))
    give(work, actor=work.cast.heads["ZRZY"])
    assert stage_day(work) == (LATER, LATER)
    assert work.documents("stage_extension_notice")[0].department_id == own


def test_once_only(work: Work) -> None:
    give(work, 5)
    with pytest.raises(Refusal) as refused:
        give(work, 10)
    assert refused.value.code == "already_extended"


def test_approved_on_the_due_day_is_in_time_and_the_day_after_is_late(work: Work) -> None:
    friday = DUE + dt.timedelta(days=1)
    assert refused_code(work, 15, friday, now=at(friday)) == "extension_too_late"
    give(work, 15, DUE, now=at(friday))
    assert stage_day(work) == (LATER, LATER), "approved in time, recorded a day later"


@pytest.mark.parametrize(
    "days, approved_on, code",
    [
        (16, TUESDAY, "extension_days"),
        (0, TUESDAY, "extension_days"),
        (15, TUESDAY + dt.timedelta(days=1), "future_day"),
        (15, MONDAY - dt.timedelta(days=3), "approved_before_acceptance"),
    ],
)
def test_what_may_not_be_given_is_refused_by_name(work: Work, days: int, approved_on: dt.date, code: str) -> None:
    assert refused_code(work, days, approved_on) == code


def test_a_paper_a_reason_and_a_basis_are_asked_for(work: Work) -> None:
    wrong = ({"paper": " "}, {"paper": "号" * 256}, {"approver": ""}, {"approver": "韩" * 65})
    for changes in (*wrong, {"reason_code": "third_party"}, {"basis": ""}):
        with pytest.raises(Invalid):
            give(work, **changes)
    give(work, reason_code="other", reason="省里正在复核选址")
    with reading() as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("tell:stage_extended:%"))).one()
    assert told.payload["params"]["reason_en"] == "省里正在复核选址"


def test_only_the_head_of_the_department_that_leads_and_nobody_with_a_stale_page(work: Work) -> None:
    for stranger in (work.head(OTHER), work.cast.du, work.cast.lin, work.cast.clerk):
        with pytest.raises((NotFound, NotAllowed)):
            give(work, actor=stranger)
    with pytest.raises(NotFound):
        give(work, actor=work.head(OTHER))
    with pytest.raises(NotAllowed):
        give(work, actor=work.examiner(LEAD))
    with pytest.raises(Stale):
        give(work, version=work.case().version + 1)
    assert work.case().stage_due_on == DUE


def test_before_the_first_acceptance_nobody_leads_a_stage(work: Work) -> None:
    with unit_of_work() as session:
        session.execute(update(Case).values(admitted_on=None))
    with pytest.raises(NotFound):
        give(work)
