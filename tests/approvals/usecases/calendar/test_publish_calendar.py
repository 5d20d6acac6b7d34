"""Two administrators publish a year: what moves is shown, stored, recorded and told once; nothing comes earlier unasked."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.calendar_moves import Deadline
from approvals.domain.refusals import Invalid, NotAllowed, Refusal
from approvals.models.cases import Case, Pause, Track
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.models.traces import CaseEvent
from approvals.models.watch import Duty
from approvals.queries.clocks import reading_of
from approvals.queries.truth import CASE, TRACK
from approvals.usecases.calendar.allow_earlier import allow_earlier
from approvals.usecases.calendar.publish_calendar import publish_calendar
from approvals.usecases.calendar.reject_calendar import reject_calendar
from approvals.usecases.calendar.withdraw_calendar import withdraw_calendar
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.department.claim import claim
from approvals.usecases.department.pause import pause
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM, Actor
from departments.domain.calendar_import import DraftState, ImportRefused
from departments.domain.working_calendar import DayKind
from departments.models.calendar import CalendarDraft, CalendarYear
from departments.queries.calendar import load_calendar
from tests.factories.clock_town import deliver, messages, sweep, told
from tests.factories.main_job import Cast, accept_all, at, decide, department_of, file_case, the_case, the_cast
from tests.factories.new_year import (
    LONGER,
    PUBLISHED,
    SECOND,
    SHORTER,
    administrator,
    proposed,
    published,
    seen,
    settle_new_year,
)
from tests.factories.work import Work
from tests.support.statements import statements_of

pytestmark = [pytest.mark.starts_from.with_args(settle_new_year), pytest.mark.usefixtures("in_app")]
Days = dict[int, tuple[dt.date | None, dt.date | None]]


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def second(in_app: object) -> Actor:
    return administrator()


def days() -> Days:
    with reading() as session:
        rows = session.execute(select(Track.id, Track.statutory_due_on, Track.committed_due_on).order_by(Track.id))
        return {row[0]: (row[1], row[2]) for row in rows}


def events(tag: str) -> list[CaseEvent]:
    with reading() as session:
        return list(session.scalars(select(CaseEvent).where(CaseEvent.tag == tag).order_by(CaseEvent.id)))


def computed() -> Days:
    """What the pure clock says of every accepted track now, in a process that has just begun to look."""
    with reading() as session:
        calendar, found = load_calendar(session), {}
        for track in session.scalars(select(Track).order_by(Track.id)):
            seen_now = reading_of(track, track.pauses, calendar, PUBLISHED)
            statutory = seen_now.statutory.due_on if seen_now and seen_now.statutory else None
            committed = seen_now.committed.due_on if seen_now and seen_now.committed else None
            found[track.id] = (statutory, committed)
        return found


def untrue() -> list[object]:
    """Stored days that the nightly truth check would find false (lights and alarms are the sweep's)."""
    steps = [check_truth(subject=one, keep=False, actor=SYSTEM, now=at(PUBLISHED, 12)) for one in (TRACK, CASE)]
    return [found for step in steps for found in step.untrue if "due" in found.difference.what]


@pytest.mark.both_databases
def test_a_longer_holiday_moves_what_ends_after_it_and_says_so_once(cast: Cast, second: Actor) -> None:
    before = days()
    looked = published(LONGER, proposer=cast.admin, confirmer=second)
    after = days()
    first = dt.date(2027, 1, 4)
    for track, old in before.items():
        for was, now_is in zip(old, after[track], strict=True):
            assert was is None or now_is is None or (now_is > was if was >= first else now_is == was)
    assert before != after == computed()
    moved = sum(was != now_is for track in before for was, now_is in zip(before[track], after[track], strict=True))
    totals = {total.what: total.later for total in looked.totals}
    assert totals[Deadline.STATUTORY] + totals[Deadline.COMMITTED] == moved > 0
    assert (totals[Deadline.STAGE], totals[Deadline.NOTICE], looked.cases) == (1, 1, 2)
    assert untrue() == []
    for _ in range(3):
        sweep(at(PUBLISHED, 11))
        deliver(at(PUBLISHED, 11))
    recorded = [event for event in events("system:clock:deadline_moved") if event.facts.get("draft")]
    assert Counter(event.facts["what"] for event in recorded) == {
        total.what.value: total.later for total in looked.totals
    }
    assert recorded[0].facts["notice"] == "国办发明电〔2026〕9号"
    assert Counter(told("calendar_moved"))["lin"] == 2  # one for each case
    assert max(Counter(told("calendar_moved")).values()) == 2
    assert all(message.done_at for message in messages("moved_days"))


def test_a_day_moved_gives_the_deadline_a_new_version_once(cast: Cast, second: Actor) -> None:
    def versions() -> dict[int, int]:
        with reading() as session:
            return dict(session.execute(select(Track.id, Track.deadline_version)).all())

    before, old = versions(), days()
    published(LONGER, proposer=cast.admin, confirmer=second)
    sweep(at(PUBLISHED, 11))
    now_is = days()
    assert versions() == {track: before[track] + (old[track] != now_is[track]) for track in before}


@pytest.mark.both_databases
def test_no_day_comes_earlier_than_what_was_told(cast: Cast, second: Actor) -> None:
    before = days()
    looked = published(SHORTER, proposer=cast.admin, confirmer=second)
    assert (looked.moved, looked.earlier) == (0, 0)
    assert looked.kept > 0
    assert before == days() == computed()
    sweep(at(PUBLISHED, 11))
    deliver(at(PUBLISHED, 11))
    assert days() == computed() == before
    assert untrue() == []
    kept = events("system:clock:deadline_kept")
    assert len(kept) == looked.kept
    assert all(event.facts["counted_on"] < event.facts["due_on"] for event in kept)
    assert told("calendar_moved") == []


def test_a_person_may_say_with_a_reason_that_days_come_earlier(cast: Cast, second: Actor) -> None:
    before = days()
    draft = proposed(SHORTER, actor=cast.admin)
    with pytest.raises(Invalid):
        allow_earlier(draft=draft, is_allowed=True, reason=" ", actor=cast.admin, now=at(PUBLISHED))
    with pytest.raises(Refusal, match="not_own_draft"):
        allow_earlier(draft=draft, is_allowed=True, reason="更正", actor=second, now=at(PUBLISHED))
    withdraw_calendar(draft=draft, actor=cast.admin, now=at(PUBLISHED))
    looked = published(SHORTER, proposer=cast.admin, confirmer=second, because="市政府决定不作顺延")
    assert looked.kept == 0
    assert looked.earlier == looked.moved > 0
    after = days()
    assert after == computed()
    assert all(
        new <= old for track in before for new, old in zip(after[track], before[track], strict=True) if new and old
    )
    sweep(at(PUBLISHED, 11))
    recorded = [event for event in events("system:clock:deadline_moved") if event.facts.get("draft")]
    assert {event.facts["because"] for event in recorded} == {"市政府决定不作顺延"}


def test_a_floor_holds_until_a_person_lets_it_go(cast: Cast, second: Actor) -> None:
    before = days()
    published(SHORTER, proposer=cast.admin, confirmer=second)
    shorter = SHORTER.replace("上班", "、1月9日（周六）上班")
    published(shorter, proposer=second, confirmer=cast.admin)
    assert days() == before == computed()
    published(SHORTER, proposer=cast.admin, confirmer=second, because="更正")
    assert days() == computed() != before


def test_the_window_keeps_the_day_that_the_receipt_named(cast: Cast, second: Actor) -> None:
    with reading() as session:
        case = select(Case).where(Case.notice_due_on >= dt.date(2027, 1, 1))
        named = session.scalars(case).one().notice_due_on
    assert named == dt.date(2027, 1, 5)
    published(SHORTER, proposer=cast.admin, confirmer=second)
    sweep(at(dt.date(2027, 1, 5), 23))
    assert events("system:tracks:deemed_accepted") == []
    sweep(at(dt.date(2027, 1, 6), 1))
    assert len(events("system:tracks:deemed_accepted")) == 1


@pytest.mark.both_databases
def test_nobody_confirms_what_they_proposed(cast: Cast, second: Actor) -> None:
    draft = proposed(LONGER, actor=cast.admin)
    digest = seen(draft).digest
    with pytest.raises(Refusal, match="own_draft"):
        publish_calendar(draft=draft, digest=digest, actor=cast.admin, now=at(PUBLISHED))
    with pytest.raises(Refusal, match="own_draft"):
        reject_calendar(draft=draft, words="nein", actor=cast.admin, now=at(PUBLISHED))
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(update(CalendarDraft).values(state=DraftState.CONFIRMED, decided_by=CalendarDraft.proposed_by))
    for stranger in (cast.du, cast.lin, cast.clerk):
        with pytest.raises(NotAllowed):
            publish_calendar(draft=draft, digest=digest, actor=stranger, now=at(PUBLISHED))


def test_a_preview_that_changed_is_looked_at_again(cast: Cast, second: Actor) -> None:
    draft = proposed(LONGER, actor=cast.admin)
    digest = seen(draft).digest
    filed = the_case(SECOND)
    accept_all(cast, filed, day=PUBLISHED)
    before = days()
    with pytest.raises(Refusal, match="preview_changed"):
        publish_calendar(draft=draft, digest=digest, actor=second, now=at(PUBLISHED))
    assert days() == before
    with reading() as session:
        assert session.get(CalendarYear, 2027) is None
    publish_calendar(draft=draft, digest=seen(draft).digest, actor=second, now=at(PUBLISHED))
    assert days() == computed()


def test_a_year_is_proposed_once_and_may_be_rejected_or_taken_back(cast: Cast, second: Actor) -> None:
    draft = proposed(LONGER, actor=cast.admin)
    with pytest.raises(Refusal, match="draft_open"):
        proposed(SHORTER, actor=second)
    with pytest.raises(Invalid):
        reject_calendar(draft=draft, words=" ", actor=second, now=at(PUBLISHED))
    with pytest.raises(Refusal, match="not_own_draft"):
        withdraw_calendar(draft=draft, actor=second, now=at(PUBLISHED))
    reject_calendar(draft=draft, words="文号不对", actor=second, now=at(PUBLISHED))
    with pytest.raises(Refusal, match="draft_closed"):
        publish_calendar(draft=draft, digest="", actor=second, now=at(PUBLISHED))
    again = proposed(LONGER, actor=cast.admin)
    withdraw_calendar(draft=again, actor=cast.admin, now=at(PUBLISHED))
    published(LONGER, proposer=cast.admin, confirmer=second)
    with pytest.raises(ImportRefused, match="already_published"):
        proposed(LONGER, actor=cast.admin)


@pytest.mark.both_databases
def test_a_changed_notice_replaces_its_year_and_every_process_notices(cast: Cast, second: Actor) -> None:
    published(LONGER, proposer=cast.admin, confirmer=second)
    with reading() as session:
        assert not load_calendar(session).is_working(dt.date(2027, 1, 5))
    published(
        LONGER.replace("5日（周二）放假调休，共5天", "4日（周一）放假调休，共4天"),
        proposer=second,
        confirmer=cast.admin,
    )
    with reading() as session:
        assert load_calendar(session).is_working(dt.date(2027, 1, 5))
        assert session.get_one(CalendarYear, 2027).revision == 2
        assert not load_calendar(session).is_provisional(dt.date(2027, 6, 1))


def test_what_ends_before_the_first_changed_day_is_not_even_looked_at(cast: Cast, second: Actor) -> None:
    new_year = "一、元旦：1月1日（周五）放假1天。\n"
    draft = proposed(f"{new_year}二、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。", actor=cast.admin)
    looked = seen(draft)
    assert (looked.moved, looked.kept) == (0, 0)
    assert next(day.day for day in looked.days if day.becomes is DayKind.HOLIDAY) == dt.date(2027, 10, 4)


def test_the_preview_takes_as_many_statements_for_much_as_for_little(cast: Cast, in_app: object) -> None:
    draft = proposed(LONGER, actor=cast.admin)
    many = statements_of(lambda: seen(draft))
    with unit_of_work() as session:
        session.execute(update(Track).values(statutory_due_on=dt.date(2026, 12, 1), committed_due_on=None))
    assert len(statements_of(lambda: seen(draft))) <= len(many) <= 24


@pytest.mark.both_databases
def test_promises_pauses_corrections_and_duties_move_with_the_calendar(cast: Cast, second: Actor) -> None:
    first, other = the_case(), the_case(SECOND)
    accept_all(cast, other, day=PUBLISHED)
    track = first.tracks["LX-13"]
    examiner = cast.examiners[department_of(first, "LX-13")]
    claim(track=track, version=version_of(track), actor=examiner, now=at(PUBLISHED))
    pause(
        track=track, version=version_of(track), kind="EXPERT_REVIEW", length_days=5, length_unit="WD", reason="评审",
        actor=examiner, now=at(PUBLISHED),
    )  # fmt: skip
    decide(cast, first, "LX-01", day=PUBLISHED)
    third = file_case(cast, day=PUBLISHED, name="第三个项目", lacks=("M012",))
    asked = CorrectionAsked(Work(cast, third).papers()["M012"], "没有收到。", "请上传。")
    request_correction(case=third.case, lines=[asked], actor=cast.clerk, now=at(PUBLISHED))
    looked = published(LONGER, proposer=cast.admin, confirmer=second)
    assert {total.what for total in looked.totals} == set(Deadline)
    with reading() as session:
        calendar = load_calendar(session)
        assert session.scalars(select(Pause.planned_resume_on)).all() == [calendar.add(PUBLISHED, 5)]
        assert session.scalars(select(CorrectionNotice.respond_by)).all() == [calendar.add(PUBLISHED, 20)]
        assert session.scalar(select(func.max(CommitmentLine.due_on))) == calendar.add(PUBLISHED, 5)
        assert set(session.scalars(select(Duty.due_on))) == {calendar.add(PUBLISHED, 10)}
    assert days() == computed()
    sweep(at(PUBLISHED, 16))
    assert untrue() == []
    whats = Counter(event.facts["what"] for event in events("system:clock:deadline_moved") if event.facts.get("draft"))
    assert whats == {total.what.value: total.later for total in looked.totals}


def version_of(track: str) -> int:
    with reading() as session:
        return session.scalars(select(Track.version).where(Track.public_id == track)).one()
