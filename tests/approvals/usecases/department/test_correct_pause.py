"""The days of a special procedure are put right after the fact: the clock is as if they had been recorded at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.date_reasons import ARTICLE_45
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import DocumentState
from approvals.models.cases import Case, Pause
from approvals.models.dates import DateCorrection
from approvals.models.letters import Document
from approvals.queries.stage_clock import stage_dues
from approvals.usecases.department.correct_pause import PauseDays, correct_pause
from approvals.usecases.enterprise.withdraw import withdraw
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + dt.timedelta(days=ahead) for ahead in (1, 2, 3, 4))
NEXT_MONDAY = MONDAY + dt.timedelta(days=7)


def pause_of(work: Work, item: str = "LX-10") -> Pause:
    with reading() as session:
        return session.scalars(select(Pause).where(Pause.track_id == work.track(item).id)).one()


def correct(
    work: Work, started_on: dt.date, resumed_on: dt.date, *, day: dt.date = NEXT_MONDAY, **changes: Any
) -> None:
    said: dict[str, Any] = {
        "track": work.filed.tracks["LX-10"], "version": work.track("LX-10").version, "pause": pause_of(work).id,
        "days": PauseDays(started_on, resumed_on, "勘探完成，没有发现文物"), "reason_code": "not_recorded", "reason": "",
        "basis": ARTICLE_45, "actor": work.examiner("LX-10"), "now": at(day, 10),
    }  # fmt: skip
    correct_pause(**said | changes)


def refused_code(work: Work, *days: dt.date, **changes: Any) -> str:
    with pytest.raises(Refusal) as refused:
        correct(work, *days, **changes)
    return refused.value.code


def test_an_open_pause_is_closed_on_the_day_it_truly_ended(work: Work) -> None:
    plain = work.track("LX-10").statutory_due_on
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    correct(work, TUESDAY, THURSDAY)
    after = work.track("LX-10")
    assert plain == dt.date(2026, 4, 7) and after.statutory_due_on == dt.date(2026, 4, 9), "two working days stopped"
    assert after.light == "on_track"
    closed = pause_of(work)
    assert (closed.resumed_on, closed.closed_by) == (THURSDAY, work.examiner("LX-10").account_id)
    (letter,) = work.documents("resume_notice")
    assert (letter.facts["resumed_on"], letter.facts["excluded_days"]) == ("2026-03-12", 2)
    assert letter.facts["replaces"] is None, "no letter had told another day"
    with reading() as session:
        row = session.scalars(select(DateCorrection)).one()
    assert (row.what, row.old_on, row.new_on) == ("pause_resume", None, THURSDAY)
    assert row.moved["statutory"] == ["2026-04-14", "2026-04-09"] and row.reason_code == "not_recorded"


def test_a_closed_pause_gets_its_true_day_and_the_former_letter_is_replaced(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    work.resume("LX-10", day=FRIDAY)
    correct(work, TUESDAY, THURSDAY, reason_code="ended_earlier")
    former, letter = work.documents("resume_notice")
    assert (former.state, former.replaced_by_id) == (DocumentState.REPLACED, letter.id)
    assert letter.facts["replaces"]["number"] == former.number
    assert letter.facts["replaces"]["old_on"] == "2026-03-13"
    assert work.documents("pause_notice")[0].state is not DocumentState.REPLACED
    assert work.track("LX-10").statutory_due_on == dt.date(2026, 4, 9)
    assert "officer:pause:corrected" in work.tags()


def test_a_wrong_first_day_replaces_the_letter_that_told_it(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=WEDNESDAY)
    work.resume("LX-10", day=FRIDAY)
    correct(work, TUESDAY, FRIDAY, reason_code="slip", reason="开始日写错", actor=work.head("LX-10"))
    begun = work.documents("pause_notice")[0]
    (former, letter) = work.documents("resume_notice")
    assert {begun.state, former.state} == {DocumentState.REPLACED}
    assert (letter.facts["started_on"], letter.facts["replaces"]["new_on"]) == ("2026-03-10", "2026-03-10")
    with reading() as session:
        assert session.scalars(select(DateCorrection.what)).all() == ["pause_start"]


def test_what_gives_the_organ_more_time_is_the_heads_to_confirm(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    work.resume("LX-10", day=THURSDAY)
    assert refused_code(work, TUESDAY, FRIDAY) == "delay_by_head"
    with pytest.raises(Invalid) as refused:
        correct(work, TUESDAY, FRIDAY, reason_code="ended_earlier", actor=work.head("LX-10"))
    assert refused.value.errors["reason_code"][0] == "reason_cannot_delay"
    correct(work, TUESDAY, FRIDAY, actor=work.head("LX-10"))
    assert work.track("LX-10").statutory_due_on == dt.date(2026, 4, 10)


def test_days_that_cannot_be_are_refused_by_name_and_nothing_moves(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=WEDNESDAY)
    before = work.track("LX-10")
    assert refused_code(work, WEDNESDAY, TUESDAY) == "resumed_before_paused"
    assert refused_code(work, WEDNESDAY, NEXT_MONDAY + dt.timedelta(days=1)) == "future_day"
    assert refused_code(work, MONDAY - dt.timedelta(days=3), THURSDAY) == "pause_before_acceptance"
    after = work.track("LX-10")
    assert (after.version, after.statutory_due_on) == (before.version, before.statutory_due_on)
    assert not work.documents("resume_notice")


def test_an_open_pause_ends_with_a_conclusion_and_every_correction_with_a_basis(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    with pytest.raises(Invalid) as refused:
        correct(work, TUESDAY, THURSDAY, days=PauseDays(TUESDAY, THURSDAY, " "))
    assert set(refused.value.errors) == {"conclusion"}
    with pytest.raises(Invalid) as refused:
        correct(work, TUESDAY, THURSDAY, basis=" ", reason_code="slip")
    assert set(refused.value.errors) == {"basis", "reason"}


def test_a_decided_item_another_tracks_pause_and_a_stale_page_are_refused(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    version = work.track("LX-10").version
    with pytest.raises(NotFound):
        correct(work, TUESDAY, THURSDAY, pause=999)
    with pytest.raises(NotFound):
        correct(work, TUESDAY, THURSDAY, actor=work.examiner("LX-13"))
    with pytest.raises(NotAllowed):
        correct(work, TUESDAY, THURSDAY, actor=work.cast.clerk)
    work.resume("LX-10", day=THURSDAY)
    with pytest.raises(Stale):
        correct(work, TUESDAY, WEDNESDAY, version=version)
    work.decide("LX-10", day=FRIDAY)
    assert refused_code(work, TUESDAY, WEDNESDAY) == "no_such_move"
    with reading() as session:
        assert session.scalars(select(Document.id).where(Document.state == DocumentState.REPLACED)).all() == []


def test_the_stored_day_of_a_stage_that_stood_still_follows_the_true_day(work: Work) -> None:
    for item in set(work.filed.tracks) - {"LX-10"}:
        withdraw(case=work.filed.case, track=work.filed.tracks[item], actor=work.cast.lin, now=at(MONDAY, 16))
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    work.resume("LX-10", day=FRIDAY)
    told = work.case().stage_due_on
    correct(work, TUESDAY, THURSDAY, reason_code="ended_earlier")
    with reading() as session:
        case = session.scalars(select(Case).where(Case.public_id == work.filed.case)).one()
        counted = stage_dues(session, [case], load_calendar(session))[case.id]
    assert told == dt.date(2026, 5, 19) and case.stage_due_on == counted == dt.date(2026, 5, 18)
