"""What the clock has lost sight of is counted, row by row, and a house whose sweep works has nothing to show; both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.adapters.looking import means
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import LineState, NoticeState
from approvals.models.cases import Case, Pause, Track
from approvals.models.papers import CaseMaterial, CommitmentLine, CorrectionNotice
from approvals.models.traces import Alarm, OutboxMessage
from approvals.models.watch import Duty
from approvals.queries.effects import Answer
from approvals.queries.reconciliations import BY_NAME, State, ask_due
from approvals.queries.truth import CASE, TRACK
from approvals.queries.truth_walk import DUTY
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.clock.correct_truth import correct_truth
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from approvals.usecases.promises.excuse_promise import excuse_promise
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM
from tests.factories.arrived import issued
from tests.factories.clock_town import sweep, track_of
from tests.factories.main_job import (
    MONDAY,
    accept_all,
    at,
    decide,
    department_of,
    file_case,
    settle,
    the_case,
    the_cast,
)

TUESDAY = MONDAY + dt.timedelta(days=1)
SILENT, ASKED = "没有人答复的项目", "要补正的项目"
PAUSED = "LX-13"
CAP_COMES = dt.date(2026, 3, 24)  # ten working days after Tuesday 10 March


def a_town() -> None:
    """A case under way with a promise, a pause and a result; one that nobody answers; one under correction."""
    cast = settle()
    running = file_case(cast, defers=("M018",))
    accept_all(cast, running, day=TUESDAY)
    decide(cast, running, "LX-01", day=TUESDAY)
    examiner = cast.examiners[department_of(running, PAUSED)]
    claim(track=running.tracks[PAUSED], version=track_of(running, PAUSED).version, actor=examiner, now=at(TUESDAY, 11))
    pause(
        track=running.tracks[PAUSED], version=track_of(running, PAUSED).version, kind="EXPERT_REVIEW", length_days=5,
        length_unit="WD", reason="专家评审", actor=examiner, now=at(TUESDAY, 12),
    )  # fmt: skip
    file_case(cast, name=SILENT)
    asked = file_case(cast, name=ASKED)
    with reading() as session:
        papers = session.scalars(
            select(CaseMaterial.public_id).join(Case, Case.id == CaseMaterial.case_id)
            .where(Case.public_id == asked.case)
        ).all()  # fmt: skip
    lines = [CorrectionAsked(paper, "缺页", "补齐全部页码") for paper in papers]
    request_correction(case=asked.case, lines=lines, actor=cast.clerk, now=at(MONDAY, 11))
    issued("correction_notice", at(MONDAY, 12))


pytestmark = [
    pytest.mark.starts_from.with_args(a_town),
    pytest.mark.usefixtures("in_app"),
    pytest.mark.both_databases,
]


def minutes(day: dt.date, count: int) -> dt.datetime:
    """So many minutes after the midnight that begins the day."""
    return at(day, 0) + dt.timedelta(minutes=count)


def due(now: dt.datetime) -> Answer:
    """What is due and not done, of the clock alone: letters and notices have no worker here."""
    with unit_of_work() as session:
        others = (OutboxMessage.queue != "clock", OutboxMessage.done_at.is_(None))
        session.execute(update(OutboxMessage).where(*others).values(done_at=now))
    with reading() as session:
        return ask_due(session, means(), now)


def whats(now: dt.datetime) -> list[str]:
    answer = due(now)
    assert answer.found == len(answer.first)
    return [one["what"] for one in answer.first]


def nightly(now: dt.datetime) -> list[tuple[str, str]]:
    """What the nightly check finds in small parts: of what, and what."""
    subject: str | None = TRACK
    after, found = 0, []
    while subject is not None:
        step = check_truth(subject=subject, after=after, limit=2, actor=SYSTEM, now=now)
        found += [(one.subject, one.difference.what) for one in step.untrue]
        subject, after = step.subject, step.after
    return found


def plant(work: Callable[[Session], object]) -> None:
    with unit_of_work() as session:
        work(session)


def line() -> CommitmentLine:
    with reading() as session:
        return session.scalars(select(CommitmentLine).order_by(CommitmentLine.id)).all()[0]


def last_day() -> dt.date:
    """Of the promise that ends first."""
    due_on = line().due_on
    assert due_on is not None
    return due_on


def day_to_answer() -> dt.date:
    with reading() as session:
        return session.scalars(select(CorrectionNotice.respond_by)).one()


def test_a_sweep_that_works_leaves_nothing_on_any_day_of_the_story() -> None:
    day = TUESDAY
    while day < dt.date(2026, 4, 15):
        assert nightly(at(day, 2)) == [], day
        for moment in (minutes(day, 3), minutes(day, 7), at(day, 9), at(day, 12)):
            if moment != minutes(day, 3):
                sweep(moment)
            assert whats(moment) == [], moment
        day += dt.timedelta(days=1)


def test_what_the_workers_find_after_closing_time_waits_for_the_morning_and_is_no_finding() -> None:
    day = TUESDAY
    while day < CAP_COMES:
        sweep(at(day, 18))
        assert nightly(at(day, 18)) == [], day
        day += dt.timedelta(days=1)
    sweep(at(CAP_COMES, 9))
    assert nightly(at(CAP_COMES, 18)) == [], "said, and waiting for what comes next"


LATER = at(dt.date(2026, 12, 1))


@pytest.mark.parametrize("look", [None, LATER])
def test_a_filing_that_the_law_has_accepted_and_nobody_looks_at(look: dt.datetime | None) -> None:
    silent = the_case(SILENT)
    with reading() as session:
        last = session.scalars(select(Case.notice_due_on).where(Case.public_id == silent.case)).one()
    assert last is not None
    plant(lambda s: s.execute(update(Case).where(Case.public_id == silent.case).values(next_alarm_at=look)))
    sweep(minutes(last, 5))
    sweep(at(last, 12))
    assert whats(at(last, 23)) == [], "the window may still answer"
    tomorrow = last + dt.timedelta(days=1)
    sweep(minutes(tomorrow, 6))
    assert whats(minutes(tomorrow, 9)) == [], "an ordinary look would be in somebody's hands"
    assert whats(minutes(tomorrow, 10)) == ["look_at_case"]


def test_the_day_that_the_receipt_named_holds_and_a_corrected_item_has_its_own() -> None:
    silent = the_case(SILENT)
    told = dt.date(2026, 3, 20)
    tomorrow = told + dt.timedelta(days=1)
    lost = update(Case).where(Case.public_id == silent.case)
    plant(lambda s: s.execute(lost.values(next_alarm_at=None, notice_due_on=told)))
    sweep(at(told, 12))
    assert whats(at(told, 23)) == []
    plant(lambda s: s.execute(lost.values(receipt_on=MONDAY - dt.timedelta(days=3))))
    assert whats(at(told, 23)) == ["look_at_case"], "it was received anew after a correction"
    plant(lambda s: s.execute(lost.values(receipt_on=MONDAY)))
    sweep(minutes(tomorrow, 6))
    assert whats(minutes(tomorrow, 11)) == ["look_at_case"]


def test_a_duty_that_has_no_look_or_whose_look_has_gone_by() -> None:
    sweep(at(TUESDAY, 12))
    with reading() as session:
        duty = session.scalars(select(Duty.id).where(Duty.done_at.is_(None)).order_by(Duty.id)).all()[0]
    for look in (None, at(TUESDAY, 9)):
        assert whats(at(TUESDAY, 12)) == []
        plant(lambda s, look=look: s.execute(update(Duty).where(Duty.id == duty).values(next_alarm_at=look)))
        assert whats(at(TUESDAY, 12)) == ["look_at_duty"]
        plant(lambda s: s.execute(update(Duty).where(Duty.id == duty).values(next_alarm_at=LATER)))
    plant(lambda s: s.execute(update(Duty).where(Duty.id == duty).values(next_alarm_at=None, done_at=LATER)))
    assert whats(at(TUESDAY, 12)) == []


def test_a_notice_that_was_not_answered_and_did_not_lapse() -> None:
    day = day_to_answer() + dt.timedelta(days=1)
    sweep(minutes(day, 6))
    assert whats(minutes(day, 6)) == []
    with unit_of_work() as session:
        notice = session.scalars(select(CorrectionNotice)).one()
        assert notice.state is NoticeState.LAPSED
        notice.state = NoticeState.OPEN
    assert whats(minutes(day, 6)) == ["correction_lapses"]
    assert whats(minutes(day, 4)) == [], "the sweep of midnight may be at it"


def test_a_promise_whose_day_has_passed_and_that_is_not_broken() -> None:
    day = last_day() + dt.timedelta(days=1)
    sweep(minutes(day, 6))
    assert line().state is LineState.BROKEN
    assert whats(minutes(day, 6)) == []
    plant(lambda s: s.execute(update(CommitmentLine).values(state=LineState.OPEN)))
    assert set(whats(minutes(day, 6))) == {"promise_is_late"}
    assert "promise_is_late" not in whats(minutes(day, 4))


def test_a_capped_pause_that_was_not_resumed() -> None:
    for hour in (9, 10):  # what the law has accepted is looked at the next time
        sweep(at(CAP_COMES - dt.timedelta(days=1), hour))
    assert whats(minutes(CAP_COMES, 4)) == [], "the sweep of midnight may be at it"
    assert whats(minutes(CAP_COMES, 5)) == ["pause_is_capped"]
    sweep(minutes(CAP_COMES, 6))
    assert whats(minutes(CAP_COMES, 6)) == []
    plant(lambda s: s.execute(update(Pause).values(resumed_on=None)))
    assert whats(minutes(CAP_COMES, 6)) == ["pause_is_capped"]


def test_a_reminder_that_was_not_said_and_one_that_a_move_has_just_called_for() -> None:
    day = last_day()
    sweep(at(day, 9))
    assert whats(at(day, 12)) == []
    plant(lambda s: s.execute(delete(OutboxMessage).where(OutboxMessage.queue == "notice")))
    plant(lambda s: s.execute(delete(Alarm).where(Alarm.subject == "promise", Alarm.kind == "promise_today")))
    assert set(whats(at(day, 12))) == {"promise_not_told"}
    assert sweep(at(day, 12)).failed == 0
    assert whats(at(day, 12)) == []
    broken = day + dt.timedelta(days=1)
    sweep(at(broken, 9))
    excused(at(broken, 10))
    assert whats(at(broken, 10)) == [], "it was given a near day a moment ago"
    assert whats(at(broken, 10) + dt.timedelta(minutes=6)) == ["promise_not_told"]


def excused(now: dt.datetime) -> None:
    """The promise that broke first is given two days by the head."""
    with reading() as session:
        track, material, item = session.execute(
            select(Track.public_id, CaseMaterial.material_code, Track.item_code)
            .join(CommitmentLine, CommitmentLine.track_id == Track.id)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .where(CommitmentLine.id == line().id)
        ).one()
    excuse_promise(
        track=track, material=material, new_on=now.date() + dt.timedelta(days=2), reason="暴雨，路断了。",
        actor=the_cast().heads[department_of(the_case(), item)], now=now,
    )  # fmt: skip


NIGHT = at(TUESDAY + dt.timedelta(days=1), 2)


@pytest.mark.parametrize("look", [None, LATER])
@pytest.mark.parametrize("subject", [CASE, DUTY])
def test_a_look_that_its_facts_do_not_yield_is_found_by_night_and_put_right(
    subject: str, look: dt.datetime | None
) -> None:
    sweep(at(TUESDAY, 12))
    assert nightly(NIGHT) == []
    model = {CASE: Case, DUTY: Duty}[subject]
    waits = {CASE: Case.next_alarm_at.is_not(None), DUTY: Duty.done_at.is_(None)}[subject]
    with reading() as session:
        known = {row.id: row.next_alarm_at for row in session.scalars(select(model).where(waits))}
    assert known
    plant(lambda s: s.execute(update(model).where(model.id.in_(known)).values(next_alarm_at=look)))
    assert nightly(NIGHT) == [(subject, "next_alarm_at")] * len(known)
    state: State = {}
    while True:
        with reading() as session:
            if not BY_NAME["truth"].walk(session, means(), state, NIGHT):
                break
    assert state["counts"] == {"truth": len(known)}
    for number in known:
        correct_truth(subject=subject, subject_id=number, actor=SYSTEM, now=NIGHT)
    assert nightly(NIGHT) == []
    with reading() as session:
        looks = {row.id: row.next_alarm_at for row in session.scalars(select(model).where(waits))}
    assert looks == known
    plant(lambda s: s.execute(update(model).where(model.id.in_(known)).values(next_alarm_at=at(MONDAY, 9))))
    assert nightly(NIGHT) == [], "too early costs a look"
