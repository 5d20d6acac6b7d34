"""Both sides agree: items come and go, demands follow, nothing that is decided or handed in is touched."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.domain.states import CaseState, LineState
from approvals.models.amendments import Amendment
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.queries.dossier import dossiers
from approvals.queries.enterprise_case import case_page
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM
from tests.factories.amending import TUESDAY, agree, amend, propose, the_effect, wants
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises, filed_whole
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted_with_promises)]
WEDNESDAY = MONDAY + dt.timedelta(days=2)


def row_of(work: Work, item: str) -> Track:
    with reading() as session:
        return session.scalars(select(Track).where(Track.item_code == item)).one()


@pytest.mark.both_databases
def test_a_new_item_is_filed_with_a_receipt_and_five_days_of_its_own(work: Work) -> None:
    before = wants(work)
    amend(work, involves_river_works=True)
    assert work.states()["LX-11"] == "filed"
    track = row_of(work, "LX-11")
    assert track.receipt_on == TUESDAY and track.accepted_on is None
    assert work.case().notice_due_on == dt.date(2026, 3, 17) and work.case().next_alarm_at is not None
    assert work.case().state is CaseState.IN_REVIEW
    assert {item: papers for item, papers in wants(work).items() if item != "LX-11"} == before
    assert [one.kind for one in work.documents()].count("receipt") == 2
    assert work.tags()[-1] == "window:amendment:agreed"


@pytest.mark.both_databases
def test_an_item_no_longer_asked_for_ends_with_its_letter_and_its_promise_is_free(work: Work) -> None:
    amend(work, gross_floor_area_m2=100)
    assert work.states()["LX-13"] == "withdrawn"
    assert [one.kind for one in work.documents()][-1] == "withdrawal_confirmation"
    with reading() as session:
        lines = session.execute(select(Track.item_code, CommitmentLine.state).join(Track)).all()
    assert dict(lines) == {"LX-05": LineState.OPEN, "LX-10": LineState.OPEN, "LX-13": LineState.RELEASED}


@pytest.mark.starts_from.with_args(filed_whole)
def test_what_nobody_accepted_yet_is_answered_as_needing_no_licence(work: Work) -> None:
    amend(work, annual_electricity_kwh=100)
    assert work.states()["LX-04"] == "not_required"
    assert [one.kind for one in work.documents()][-1] == "not_required_notice"
    assert work.case().receipt_on == MONDAY


def test_what_is_decided_is_not_touched(work: Work) -> None:
    work.decide("LX-07")
    amend(work, eia_category="豁免")
    assert work.states()["LX-07"] == "granted"


def test_a_paper_wanted_in_addition_is_asked_once_and_verdicts_stand(work: Work) -> None:
    work.claim("LX-08")
    work.judge("LX-08")
    amend(work, in_heritage_protection_zone=True)
    assert "M026" in {code for papers in wants(work).values() for code in papers}
    with reading() as session:
        codes = session.scalars(select(CaseMaterial.material_code)).all()
        track = session.scalars(select(Track.id).where(Track.item_code == "LX-08")).one()
        verdicts = [one.verdict for one in dossiers(session, [track])[track].papers if one.verdict is not None]
    assert len(codes) == len(set(codes)) and verdicts


def test_no_paper_is_asked_for_twice_when_an_item_wants_one_that_is_there(work: Work) -> None:
    with reading() as session:
        before = {row.material_code: row.id for row in session.scalars(select(CaseMaterial))}
    amend(work, involves_hazchem=True)
    with reading() as session:
        after = {row.material_code: row.id for row in session.scalars(select(CaseMaterial))}
    assert before.items() <= after.items() and set(after) - set(before) == {"M060"}


def test_going_there_and_back_leaves_an_ended_item_to_be_filed_anew(work: Work) -> None:
    amend(work, annual_electricity_kwh=100)
    back = propose(work, day=WEDNESDAY, annual_electricity_kwh=6000000)
    assert the_effect(work, back).anew == ("LX-04",)
    agree(work, back, day=WEDNESDAY)
    assert work.states()["LX-04"] == "withdrawn"


def test_other_days_are_given_to_what_runs(work: Work) -> None:
    work.decide("LX-01")
    before = row_of(work, "LX-05").committed_due_on
    amend(work, land_supply_mode="划拨")
    track = row_of(work, "LX-05")
    assert track.committed_due_on is not None and track.committed_due_on != before
    assert track.deadline_version == 2


def test_the_same_person_does_not_agree_with_himself(work: Work) -> None:
    amendment = propose(work, involves_river_works=True)
    with pytest.raises(NotAllowed) as refused:
        agree(work, amendment, actor=work.cast.lin)
    assert refused.value.code == "other_side_only"


def test_who_saw_another_difference_is_asked_to_look_again(work: Work) -> None:
    amendment = propose(work, eia_category="豁免")
    seen = the_effect(work, amendment).fingerprint
    work.decide("LX-07")
    with pytest.raises(Refusal) as refused:
        agree(work, amendment, seen=seen)
    assert refused.value.code == "amendment_changed"
    assert work.states()["LX-07"] == "granted"


def test_an_agreement_given_twice_is_refused_and_nothing_is_done_twice(work: Work) -> None:
    amendment = propose(work, involves_river_works=True)
    agree(work, amendment)
    with pytest.raises(Refusal) as refused:
        agree(work, amendment)
    assert refused.value.code == "amendment_answered"
    with reading() as session:
        kept = session.scalars(select(Amendment)).one()
    assert (kept.effect["coming"], kept.former) == (["LX-11"], {"involves_river_works": False})


def test_the_window_proposes_and_the_applicant_agrees(work: Work) -> None:
    agree(work, propose(work, actor=work.cast.clerk, involves_river_works=True), actor=work.cast.lin)
    assert work.states()["LX-11"] == "filed"


def test_silence_about_a_new_item_accepts_it_by_law_dated_back_to_its_own_receipt(work: Work) -> None:
    amend(work, involves_river_works=True)
    deem_accepted(case=work.case().id, actor=SYSTEM, now=at(dt.date(2026, 3, 18), 1))
    track = row_of(work, "LX-11")
    assert (track.is_deemed, track.accepted_on) == (True, TUESDAY)


@pytest.mark.starts_from.with_args(filed_whole)
def test_nobody_is_asked_any_more_for_what_only_a_dropped_item_was_told_of(work: Work) -> None:
    """The electricity item wanted M010 anew; two items that were accepted before have it already."""
    work.accept("LX-05", "LX-08")
    papers = work.papers()
    lines = [CorrectionAsked(papers[code], "看不清。", "请重新扫描。") for code in ("M010", "M028")]
    request_correction(case=work.filed.case, lines=lines, actor=work.cast.clerk, now=at(MONDAY, 15))
    amend(work, annual_electricity_kwh=100)
    work.supply("M028", day=TUESDAY)
    with reading() as session:
        found = case_page(session, work.filed.case, work.cast.lin, TUESDAY)
    assert found.notice is not None and found.notice.is_complete
    assert [(one.code, one.status) for one in found.todos] == [("M028", "sent")]
    supply_correction(case=work.filed.case, close_of_business=dt.time(17), actor=work.cast.lin, now=at(TUESDAY, 14))
    assert work.states()["LX-13"] == "filed"
