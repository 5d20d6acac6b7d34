"""The signature: four eyes, one decision, its letter, what runs downstream, and the case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.refusals import Blocked, Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import CaseState, Outcome, TrackState
from approvals.models.cases import Decision
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.usecases.department.claim import claim
from approvals.usecases.department.propose import propose
from approvals.usecases.department.return_proposal import return_proposal
from approvals.usecases.department.sign import sign
from departments.domain.actor import Role
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from tests.factories.main_job import MONDAY, REGION, at
from tests.factories.towns import accepted
from tests.factories.work import GRANT, Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)
KINDS = {
    "LX-01": "filing_receipt", "LX-04": "licence_decision", "LX-05": "licence_decision", "LX-07": "filing_receipt",
    "LX-08": "licence_decision", "LX-10": "licence_decision", "LX-13": "review_opinion",
}  # fmt: skip


def decisions() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Decision)) or 0


def test_each_result_is_the_letter_of_its_kind_numbered_when_signed(work: Work) -> None:
    for item in ("LX-01", *(code for code in KINDS if code != "LX-01")):
        work.decide(item)
    letters = {one.item_code: one for one in work.documents() if one.item_code and one.kind in KINDS.values()}
    assert {code: one.kind for code, one in letters.items()} == KINDS
    assert len({one.number for one in letters.values()}) == 7
    assert letters["LX-05"].result_number == "地字第370114202600001号"
    assert all(one.verify_code and one.dated_on == MONDAY for one in letters.values())


def test_the_last_signature_concludes_the_case_once(work: Work) -> None:
    for item in KINDS:
        if item != "LX-13":
            work.decide(item)
            assert work.case().state is CaseState.IN_REVIEW
    work.decide("LX-13", Outcome.REFUSE, day=TUESDAY)
    case = work.case()
    assert (case.state, case.next_alarm_at) == (CaseState.CONCLUDED, None)
    assert case.concluded_at == at(TUESDAY, 15)
    assert work.tags().count("system:case:concluded") == 1


def test_a_refusal_is_a_letter_with_reasons_basis_remedies_and_what_to_do_next(work: Work) -> None:
    work.decide("LX-10", Outcome.REFUSE)
    (letter,) = work.documents("refusal_decision")
    facts = letter.facts
    assert facts["reasons"] == ["选址不符合规划。"]
    assert facts["remedies"]["reconsideration"] and facts["remedies"]["court"]
    assert letter.result_number is None


def test_a_granted_result_is_at_once_in_the_hands_of_those_who_need_it(work: Work) -> None:
    work.decide("LX-01")
    with reading() as session:
        version = session.scalars(
            select(MaterialVersion)
            .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
            .where(CaseMaterial.material_code == "M010")
        ).one()
    (receipt,) = (one for one in work.documents("filing_receipt") if one.item_code == "LX-01")
    assert version.document_id == receipt.id
    assert "system:paper:handed_down" in work.tags()


def test_a_refused_upstream_item_leaves_those_behind_it_only_a_refusal(work: Work) -> None:
    work.decide("LX-01", Outcome.REFUSE)
    assert work.states()["LX-08"] == "queued"
    assert "upstream_failed" in work.blocker_codes("LX-08")
    work.decide("LX-08", Outcome.REFUSE)
    assert work.states()["LX-08"] == "refused"


def test_nobody_signs_what_he_proposed(work: Work) -> None:
    account = add_officer(
        username="both", password_hash="-", name="兼任", name_en="Both", phone="", email="",
        roles=(Role.EXAMINER, Role.HEAD), department_code="STHJ", division_code=REGION, now=at(MONDAY),
    )  # fmt: skip
    with reading() as session:
        found = person(session, account)
    assert found is not None
    both, track = actor_of(found, frozenset()), work.filed.tracks["LX-07"]
    work.claim("LX-07")
    work.propose("LX-07")
    work.give_back("LX-07")
    from_now = {"version": work.track("LX-07").version, "now": at(MONDAY)}
    with pytest.raises(Refusal):
        propose(track=track, outcome=Outcome.GRANT, conditions="", actor=both, **GRANT, **from_now)
    work.propose("LX-07")
    with pytest.raises(NotAllowed):
        sign(track=track, version=work.track("LX-07").version, actor=work.examiner("LX-07"), now=at(MONDAY))
    sign(track=track, version=work.track("LX-07").version, actor=both, now=at(MONDAY))
    assert decisions() == 1


def test_a_head_who_examines_cannot_also_sign(work: Work) -> None:
    head, track = work.head("LX-07"), work.filed.tracks["LX-07"]
    claim(track=track, version=work.track("LX-07").version, actor=head, now=at(MONDAY))
    propose(
        track=track, version=work.track("LX-07").version, outcome=Outcome.GRANT, conditions="", actor=head,
        now=at(MONDAY), **GRANT,
    )  # fmt: skip
    with pytest.raises(Blocked) as refused:
        sign(track=track, version=work.track("LX-07").version, actor=head, now=at(MONDAY))
    assert [one.code for one in refused.value.blockers] == ["signer_proposed"]
    assert decisions() == 0


def test_a_head_who_proposed_cannot_return_the_proposal_as_if_another_had_read_it(work: Work) -> None:
    work.claim("LX-07")
    work.propose("LX-07", Outcome.REFUSE)
    officer, track = work.examiner("LX-07"), work.filed.tracks["LX-07"]
    posts = officer.posts | {(Role.HEAD, department) for _, department in officer.posts}
    both = replace(officer, roles=officer.roles | {Role.HEAD}, posts=posts)
    said = {"track": track, "version": work.track("LX-07").version, "now": at(MONDAY, 15)}
    with pytest.raises(Blocked) as signing:
        sign(actor=both, **said)
    assert [one.code for one in signing.value.blockers] == ["signer_proposed"]
    with pytest.raises(Refusal) as returning:
        return_proposal(because="再看", actor=both, **said)
    assert returning.value.code == "own_proposal"
    return_proposal(because="请补充理由。", actor=work.head("LX-07"), **said)
    assert work.track("LX-07").state is TrackState.IN_REVIEW


def test_a_double_click_signs_once(work: Work) -> None:
    work.claim("LX-07")
    work.propose("LX-07")
    seen = work.track("LX-07").version
    sign(track=work.filed.tracks["LX-07"], version=seen, actor=work.head("LX-07"), now=at(MONDAY))
    with pytest.raises(Stale) as refused:
        sign(track=work.filed.tracks["LX-07"], version=seen, actor=work.head("LX-07"), now=at(MONDAY))
    assert refused.value.params["actor_id"] == work.head("LX-07").account_id
    assert decisions() == 1
    assert len(work.documents("filing_receipt")) == 1


def test_what_became_impossible_since_it_was_proposed_is_not_signed(work: Work) -> None:
    work.claim("LX-13")
    work.judge("LX-13")
    work.propose("LX-13")
    work.supply("M028", day=TUESDAY)
    with pytest.raises(Blocked) as refused:
        work.sign("LX-13", day=TUESDAY)
    assert [one.code for one in refused.value.blockers] == ["paper_not_accepted"]
    assert work.states()["LX-13"] == "proposed"


def test_a_returned_proposal_is_the_examiners_again_with_the_heads_words(work: Work) -> None:
    work.claim("LX-07")
    work.propose("LX-07")
    with pytest.raises(Invalid):
        work.give_back("LX-07", " ")
    work.give_back("LX-07", "请写明依据。")
    assert work.states()["LX-07"] == "in_review"
    with pytest.raises(Refusal):
        work.sign("LX-07")
    work.propose("LX-07")
    work.sign("LX-07")
    assert work.states()["LX-07"] == "granted"


def test_a_head_of_another_department_finds_nothing_to_sign_or_return(work: Work) -> None:
    work.claim("LX-07")
    work.propose("LX-07")
    there = {"track": work.filed.tracks["LX-07"], "version": work.track("LX-07").version, "now": at(MONDAY)}
    with pytest.raises(NotFound):
        sign(actor=work.head("LX-13"), **there)
    with pytest.raises(NotFound):
        return_proposal(because="不", actor=work.head("LX-13"), **there)
