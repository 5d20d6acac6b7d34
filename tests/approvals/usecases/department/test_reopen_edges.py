"""What a former round left behind stands in no later one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound
from approvals.domain.states import CaseState, LineState, Outcome
from approvals.models.cases import Pause
from approvals.models.papers import CommitmentLine
from approvals.queries.stage_clock import stage_dues
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.department.correct_pause import PauseDays, correct_pause
from approvals.usecases.department.reopen import Order, reopen
from approvals.usecases.department.revoke import revoke
from approvals.usecases.department.terminate import terminate
from departments.domain.actor import SYSTEM
from departments.queries.calendar import load_calendar
from tests.factories.lives import FRIDAY, LICENCE, OPINION, decided, told
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted, accepted_with_promises
from tests.factories.work import Work

APRIL = dt.date(2026, 4, 20)
JUDGED = Order("court", "判决撤销", "（2026）鲁0114行初1号", MONDAY)


def anew(work: Work, item: str, day: dt.date, order: Order = JUDGED) -> None:
    track = work.filed.tracks[item]
    reopen(track=track, version=work.track(item).version, order=order, actor=work.head(item), now=at(day, 16))


def lines(work: Work, item: str) -> list[CommitmentLine]:
    with reading() as session:
        return list(session.scalars(select(CommitmentLine).where(CommitmentLine.track_id == work.track(item).id)))


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_an_item_ended_for_a_broken_promise_can_be_granted_once_a_court_has_set_that_aside(work: Work) -> None:
    item = "LX-13"
    for line in lines(work, item):
        promise_late(line=line.id, close_of_business=dt.time(17), actor=SYSTEM, now=at(APRIL))
    assert {one.state for one in lines(work, item)} == {LineState.BROKEN}
    told(work, item, "terminate", day=APRIL)
    terminate(
        track=work.filed.tracks[item], version=work.track(item).version, ground="broken_promise", reasons="逾期未补交。",
        heard="电话告知，没有异议。", basis="《济南市优化营商环境条例》第二十八条", actor=work.head(item), now=at(APRIL),
    )  # fmt: skip
    anew(work, item, APRIL)
    assert "promise_broken" not in work.blocker_codes(item) and "paper_missing" in work.blocker_codes(item)
    work.supply("M018", "M030", day=APRIL)
    work.claim(item, day=APRIL)
    work.judge(item, day=APRIL)
    assert work.blocker_codes(item) == []


@pytest.mark.starts_from.with_args(accepted)
def test_a_pause_of_the_former_round_is_not_moved_into_the_new_one(work: Work) -> None:
    item, tuesday = "LX-10", MONDAY + dt.timedelta(days=1)
    work.claim(item)
    work.pause(item, "APPRAISAL", 3)
    work.resume(item, day=tuesday)
    work.decide(item, day=tuesday)
    anew(work, item, MONDAY + dt.timedelta(days=7))
    with reading() as session:
        stop = session.scalars(select(Pause.id)).one()
    days = PauseDays(MONDAY + dt.timedelta(days=7), MONDAY + dt.timedelta(days=9))
    with pytest.raises(NotFound):
        correct_pause(
            track=work.filed.tracks[item], version=work.track(item).version, pause=stop, days=days,
            reason_code="not_recorded", reason="登记晚了", basis="《行政许可法》第四十五条", actor=work.head(item),
            now=at(MONDAY + dt.timedelta(days=10)),
        )  # fmt: skip


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(accepted)
def test_the_stage_of_a_case_taken_up_again_is_not_late_by_the_time_in_which_nothing_was_to_be_done(work: Work) -> None:
    tuesday, june = MONDAY + dt.timedelta(days=1), dt.date(2026, 6, 15)
    for item in work.filed.tracks:
        work.claim(item, day=tuesday)
        work.propose(item, Outcome.REFUSE, day=tuesday)
        work.sign(item, day=tuesday)
    assert work.case().state is CaseState.CONCLUDED
    anew(work, "LX-10", june)
    case = work.case()
    with reading() as session:
        calendar = load_calendar(session)
        assert stage_dues(session, [case], calendar) == {case.id: case.stage_due_on}
        # one day of the stage was used before; the day on which it is taken up again is one of its days
        assert case.stage_due_on == calendar.add(june - dt.timedelta(days=1), 44)


@pytest.mark.starts_from.with_args(decided)
def test_a_department_takes_no_licence_back_by_deciding_it_anew(work: Work) -> None:
    mine = Order("own_correction", "面积有误")
    with pytest.raises(Invalid) as refused:
        anew(work, LICENCE, FRIDAY, mine)
    assert refused.value.errors["ground"][0] == "revoke_first"
    anew(work, OPINION, FRIDAY, mine)  # a refusal takes nothing from anybody
    told(work, LICENCE, "revoke", day=FRIDAY)
    revoke(
        track=work.filed.tracks[LICENCE], version=work.track(LICENCE).version, ground="ultra_vires", findings="超越职权。",
        heard="3月12日听取陈述，没有异议。", reasons="超越法定职权。", effect="许可不再有效。", actor=work.head(LICENCE),
        now=at(FRIDAY),
    )  # fmt: skip
    anew(work, LICENCE, FRIDAY, mine)
    assert work.states()[LICENCE] == "queued" and work.states()[OPINION] == "queued"
