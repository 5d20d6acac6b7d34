"""The window puts right a wrong day of acceptance: clocks, promises and the stage follow, the true notice replaces the former."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.date_reasons import ARTICLE_32
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import DocumentState
from approvals.models.dates import DateCorrection
from approvals.models.letters import Document
from approvals.models.papers import CommitmentLine
from approvals.queries.acceptance_days import acceptance_preview
from approvals.usecases.window.correct_acceptance import correct_acceptance
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_with_promises)]
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + dt.timedelta(days=ahead) for ahead in (1, 2, 3, 4))
NEXT_MONDAY = MONDAY + dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def accepted_on_wednesday(work: Work) -> None:
    work.accept(day=WEDNESDAY)


def notice(work: Work) -> Document:
    return work.documents("deferred_acceptance_notice")[-1]


def correct(work: Work, accepted_on: dt.date, *, day: dt.date = THURSDAY, **changes: Any) -> None:
    said: dict[str, Any] = {
        "case": work.filed.case, "notice": notice(work).public_id, "accepted_on": accepted_on,
        "reason_code": "not_recorded", "reason": "", "basis": ARTICLE_32, "actor": work.cast.clerk,
        "now": at(day, 10),
    }  # fmt: skip
    correct_acceptance(**said | changes)


def refused_code(work: Work, accepted_on: dt.date, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        correct(work, accepted_on, **changes)
    return refused.value.code


def promises(work: Work) -> list[dt.date | None]:
    with reading() as session:
        return list(session.scalars(select(CommitmentLine.due_on).order_by(CommitmentLine.id)))


def test_an_earlier_day_moves_every_clock_the_stage_and_no_promise(work: Work) -> None:
    before, due, stage = work.track("LX-13"), promises(work), work.case().stage_due_on
    correct(work, TUESDAY)
    after = work.track("LX-13")
    assert (after.accepted_on, after.admitted_on, after.version) == (TUESDAY, TUESDAY, before.version + 1)
    assert (before.statutory_due_on, after.statutory_due_on) == (dt.date(2026, 4, 9), dt.date(2026, 4, 8))
    assert (before.committed_due_on, after.committed_due_on) == (dt.date(2026, 3, 20), dt.date(2026, 3, 19))
    assert promises(work) == due, "a paper is never due earlier than the applicant was told"
    assert (stage, work.case().stage_due_on) == (dt.date(2026, 5, 18), dt.date(2026, 5, 15))
    assert work.case().admitted_on == TUESDAY


def test_the_true_notice_replaces_the_former_and_says_so(work: Work) -> None:
    correct(work, TUESDAY)
    former, letter = work.documents("deferred_acceptance_notice")
    assert (former.state, former.replaced_by_id) == (DocumentState.REPLACED, letter.id)
    assert letter.facts["accepted_on"] == "2026-03-10"
    assert letter.facts["replaces"]["number"] == former.number
    assert letter.facts["replaces"]["reason"] == "当日已受理，未及时登记"
    assert letter.facts["deferred"], "what is owed is told again"
    assert "window:tracks:acceptance_corrected" in work.tags()
    with reading() as session:
        rows = session.scalars(select(DateCorrection)).all()
    assert {(one.what, one.old_on, one.new_on) for one in rows} == {("acceptance", WEDNESDAY, TUESDAY)}
    assert len(rows) == len(work.filed.tracks)


def test_an_item_that_waits_for_another_keeps_its_clock_and_gets_the_day(work: Work) -> None:
    correct(work, TUESDAY)
    waiting = work.track("LX-05")
    assert (waiting.admitted_on, waiting.accepted_on, waiting.statutory_due_on) == (TUESDAY, None, None)


def test_an_item_whose_clock_began_with_another_result_is_not_moved(work: Work) -> None:
    work.decide("LX-01", day=THURSDAY)
    released = work.track("LX-05")
    assert released.accepted_on == THURSDAY
    correct(work, TUESDAY, day=FRIDAY)
    after = work.track("LX-05")
    assert (after.accepted_on, after.statutory_due_on) == (THURSDAY, released.statutory_due_on)
    assert after.admitted_on == TUESDAY


def test_items_that_ended_keep_their_day_and_the_others_are_put_right(work: Work) -> None:
    work.decide("LX-07", day=WEDNESDAY)
    correct(work, TUESDAY)
    assert work.track("LX-07").accepted_on == WEDNESDAY
    assert work.track("LX-13").accepted_on == TUESDAY
    assert "LX-07" not in [one["item"]["code"] for one in notice(work).facts["items"]]


def test_a_later_day_cures_nothing_that_is_late_already(work: Work) -> None:
    assert refused_code(work, THURSDAY, reason_code="slip", reason="x") == "overdue_not_cured"


def test_a_later_day_needs_a_reason_that_can_carry_it_and_moves_the_promises(work: Work) -> None:
    due = promises(work)
    for at_once in ("LX-01", "LX-07"):
        work.decide(at_once, day=WEDNESDAY)
    with pytest.raises(Invalid) as refused:
        correct(work, THURSDAY, reason_code="complete_earlier")
    assert refused.value.errors["reason_code"][0] == "reason_cannot_delay"
    correct(work, THURSDAY, reason_code="slip", reason="应为十二日")
    assert all(new and old and new > old for new, old in zip(promises(work), due, strict=True))
    assert notice(work).facts["replaces"]["reason"] == "登记笔误：应为十二日"


@pytest.mark.parametrize(
    "day, code",
    [
        (MONDAY - dt.timedelta(days=1), "accepted_before_receipt"),
        (FRIDAY, "future_day"),
        (WEDNESDAY, "nothing_changed"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_no_item_is_moved(work: Work, day: dt.date, code: str) -> None:
    assert refused_code(work, day) == code
    assert work.track("LX-13").accepted_on == WEDNESDAY and len(work.documents("deferred_acceptance_notice")) == 1


def test_not_after_the_five_days_and_not_after_a_pause_began(work: Work) -> None:
    far = MONDAY + dt.timedelta(days=8)
    assert refused_code(work, far, day=far, reason_code="slip", reason="x") == "accepted_too_late"
    for at_once in ("LX-01", "LX-07"):
        work.decide(at_once, day=WEDNESDAY)
    work.pause("LX-13", "EXPERT_REVIEW", 5, day=WEDNESDAY)
    assert refused_code(work, THURSDAY, reason_code="slip", reason="x") == "pause_before_acceptance"
    correct(work, TUESDAY)
    assert notice(work).facts["items"], "an open pause does not keep the letter from being written"


def test_only_the_window_only_a_notice_that_holds_only_this_case(work: Work) -> None:
    former = notice(work).public_id
    with pytest.raises(NotAllowed):
        correct(work, TUESDAY, actor=work.examiner("LX-13"))
    with pytest.raises(NotFound):
        correct(work, TUESDAY, notice="nothing")
    with pytest.raises(Invalid):
        correct(work, TUESDAY, reason_code="slip", basis="")
    correct(work, TUESDAY)
    with pytest.raises(Stale):
        correct(work, MONDAY, notice=former)


def test_the_preview_says_what_will_move_before_anything_does(work: Work) -> None:
    stage = work.case().stage_due_on
    with reading() as session:
        said = acceptance_preview(
            session, work.filed.case, notice(work).public_id, TUESDAY, work.cast.clerk, load_calendar(session), THURSDAY
        )
    correct(work, TUESDAY)
    moved = {item.code: found for item, found in said.items}
    assert moved["LX-05"] == ()
    track = work.track("LX-13")
    assert [move.new_due_on for move in moved["LX-13"]] == [track.statutory_due_on, track.committed_due_on]
    assert all(one.old_due_on == one.new_due_on for one in said.promises) and len(said.promises) == len(promises(work))
    assert said.stage is not None and stage == said.stage.old_due_on
    assert said.stage.new_due_on == work.case().stage_due_on != stage
