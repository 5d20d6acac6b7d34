"""Changed answers are kept for the other side to look at; nothing else moves until it agrees."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.usecases.amendments.decline_amendment import decline_amendment
from approvals.usecases.amendments.propose_amendment import propose_amendment
from departments.domain.actor import Mandate
from departments.domain.condition import Scalar
from tests.factories.amending import TUESDAY, agree, propose, wants
from tests.factories.main_job import Cast, at
from tests.factories.packages import filed_package
from tests.factories.towns import accepted_with_promises, settled
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted_with_promises)]
WEDNESDAY = TUESDAY + dt.timedelta(days=1)


def test_a_proposal_moves_nothing(work: Work) -> None:
    before = work.states(), wants(work), work.case().answers
    propose(work, annual_electricity_kwh=100)
    assert (work.states(), wants(work), work.case().answers) == before
    assert work.tags()[-1] == "applicant:amendment:proposed"


def test_a_second_click_is_the_same_proposal_and_another_one_waits_its_turn(work: Work) -> None:
    first = propose(work, annual_electricity_kwh=100)
    assert propose(work, annual_electricity_kwh=100) == first
    with pytest.raises(Refusal) as refused:
        propose(work, involves_river_works=True)
    assert refused.value.code == "amendment_open"


def test_declined_with_a_word_nothing_moves_and_another_may_be_proposed(work: Work) -> None:
    amendment = propose(work, annual_electricity_kwh=100)
    ask = {"case": work.filed.case, "amendment": amendment, "actor": work.cast.clerk, "now": at(WEDNESDAY)}
    with pytest.raises(Invalid) as empty:
        decline_amendment(word=" ", **ask)
    assert set(empty.value.errors) == {"word"}
    decline_amendment(word="用电量与备案证不一致。", **ask)
    assert work.tags()[-1] == "window:amendment:declined" and "LX-04" in work.states()
    with pytest.raises(Refusal):
        agree(work, amendment)
    propose(work, annual_electricity_kwh=200)


def test_who_proposed_takes_it_back_without_a_word(work: Work) -> None:
    amendment = propose(work, annual_electricity_kwh=100)
    decline_amendment(case=work.filed.case, amendment=amendment, word="", actor=work.cast.lin, now=at(WEDNESDAY))
    assert work.tags()[-1] == "applicant:amendment:taken_back"


def test_what_cannot_be_an_answer_or_changes_nothing_is_refused(work: Work) -> None:
    with pytest.raises(Invalid) as wrong:
        propose(work, land_area_m2="many")
    assert set(wrong.value.errors) == {"land_area_m2"}
    with pytest.raises(Refusal) as same:
        propose(work, land_area_m2=164667)
    assert same.value.code == "same_answers"
    with pytest.raises(Invalid) as open_question:
        propose(work, land_area_m2=None)
    assert set(open_question.value.errors) == {"land_area_m2"}
    with pytest.raises(Invalid):
        propose(work, land_area_m2=1, reason=" ")


def test_only_the_two_sides_may(work: Work) -> None:
    with pytest.raises(NotFound):
        propose(work, actor=work.cast.zhao, land_area_m2=1)
    for nobody in (work.cast.guan, work.examiner("LX-01"), work.cast.du):
        with pytest.raises(NotAllowed):
            propose(work, actor=nobody, land_area_m2=1)


@pytest.mark.parametrize(("until", "ended"), [(TUESDAY, True), (None, True)])
def test_an_agent_whose_power_of_attorney_is_over_changes_nothing(
    work: Work, until: dt.date | None, ended: bool
) -> None:
    (company,) = work.cast.lin.enterprise_ids
    agent = replace(work.cast.lin, mandates=(Mandate(company, until, has_ended=ended),))
    with pytest.raises(NotAllowed) as refused:
        propose(work, actor=agent, annual_electricity_kwh=100)
    assert refused.value.code in ("mandate_ended", "mandate_none")
    offered = propose(work, actor=work.cast.clerk, annual_electricity_kwh=100)
    with pytest.raises(NotAllowed):
        agree(work, offered, actor=agent)


@pytest.mark.starts_from.with_args(settled)
def test_an_amendment_leaves_alone_what_is_decided_elsewhere_in_its_package(cast: Cast) -> None:
    _, whole, members = filed_package(cast, 2, each=("LX-05", "LX-08"))

    def wish(case: str, **answers: Scalar) -> str:
        return propose_amendment(case=case, answers=answers, reason="改", actor=cast.lin, now=at(TUESDAY))

    for case, answers, code in (
        (whole.case, {"involves_river_works": True}, "package_amend_apart"),
        (whole.case, {"land_supply_mode": "划拨"}, "package_amend_apart"),
        (members[0].case, {"filing_mode": "核准"}, "package_amend_together"),
    ):
        with pytest.raises(Refusal) as refused:
            wish(case, **answers)
        assert refused.value.code == code and refused.value.params["items"], answers
    assert wish(whole.case, annual_electricity_kwh=100)
    assert wish(members[0].case, involves_river_works=True)
