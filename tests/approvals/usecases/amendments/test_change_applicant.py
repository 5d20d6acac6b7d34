"""A project is handed to another enterprise while its items run: with consent, on the same clocks, promises signed anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import LineState, Outcome
from approvals.models.applicants import Enterprise, Member
from approvals.models.credit import CreditRecord
from approvals.models.papers import Commitment, CommitmentLine
from approvals.models.traces import OutboxMessage
from approvals.queries.handed_over import handed_letter, handed_paper
from approvals.usecases.amendments.end_handover import end_handover
from approvals.usecases.credit.record_sanction import record_sanction
from approvals.usecases.department.terminate import terminate
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.hearing.answer_intention import answer_intention
from departments.domain.actor import Mandate
from tests.factories.amending import TUESDAY
from tests.factories.drafts import a_paper
from tests.factories.handing import (
    HAIDAI,
    WEDNESDAY,
    accepted_beside_haidai,
    agree_to_it,
    ask,
    consent,
    handed_over,
    meng,
    owner_of,
    seen,
)
from tests.factories.lives import told
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted_beside_haidai)]


def enterprise(uscc: str) -> int:
    with reading() as session:
        return session.scalars(select(Enterprise.id).where(Enterprise.uscc == uscc)).one()


def due_days(work: Work) -> list[tuple[str, dt.date | None, dt.date | None, int]]:
    return [
        (code, one.statutory_due_on, one.committed_due_on, one.version)
        for code in sorted(work.filed.tracks)
        for one in [work.track(code)]
    ]


def code_of(caught: pytest.ExceptionInfo[Refusal]) -> str:
    return caught.value.code


@pytest.mark.both_databases
def test_the_project_changes_hands_at_once_and_no_day_moves(work: Work) -> None:
    before, states = due_days(work), work.states()
    handed_over(work)
    assert owner_of(work.filed.project) == enterprise(HAIDAI)
    assert due_days(work) == before and work.states() == states
    tags = work.tags()
    wanted = ("applicant:handover:asked", "applicant:handover:consented", "window:applicant:changed")
    assert [tag for tag in tags if tag in wanted] == list(wanted)
    facts = work.documents("applicant_change_notice")[0].facts
    assert facts["addressee"] == "海岱家居有限公司" and facts["former"] == "明泉家居有限公司"
    with reading() as session:
        bells = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "tell")).all()
    codes = [one["code"] for one in bells]
    assert {"handover_asked", "handover_consented", "applicant_changed"} <= set(codes)


def test_every_promise_is_signed_anew_by_who_carries_it(work: Work) -> None:
    handed_over(work)
    with reading() as session:
        rows = session.execute(
            select(CommitmentLine.state, Commitment.enterprise_id, Commitment.signer_name, Commitment.document_id).join(
                Commitment, Commitment.id == CommitmentLine.commitment_id
            )
        ).all()
    assert rows and all(row.state is LineState.OPEN for row in rows)
    assert {(row.enterprise_id, row.signer_name) for row in rows} == {(enterprise(HAIDAI), "孟海")}
    letters = work.documents("deferral_commitment")
    assert [one.facts["addressee"] for one in letters] == ["明泉家居有限公司", "海岱家居有限公司"]
    assert {row.document_id for row in rows} == {letters[-1].id}


def test_the_successor_leaves_no_line_out(work: Work) -> None:
    handover = ask(work.filed.case, work.cast)
    lines = [line.id for line in seen(handover, meng()).lines]
    with pytest.raises(Refusal) as left_out:
        consent(handover, lines=lines[1:])
    assert code_of(left_out) == "promises_not_taken"
    with pytest.raises(Refusal) as early:
        agree_to_it(handover, work.cast)
    assert code_of(early) == "consent_missing"
    with pytest.raises(NotAllowed):
        agree_to_it(handover, type(work.cast)(**{**vars(work.cast), "clerk": meng()}))


def test_who_may_not_promise_cannot_take_promises_over(work: Work) -> None:
    record_sanction(
        uscc=HAIDAI, kind="sanction", reason="严重失信（测试）", source="信用中国", recorded_on=TUESDAY, until_on=None,
        actor=work.cast.admin, now=at(TUESDAY),
    )  # fmt: skip
    with pytest.raises(Refusal) as barred:
        consent(ask(work.filed.case, work.cast))
    assert code_of(barred) == "deferral_barred"


def test_nobody_but_an_authorised_member_asks_or_signs(work: Work) -> None:
    with unit_of_work() as session:
        for one in session.scalars(select(Member)):
            one.role = "clerk"
    with pytest.raises(Refusal) as asking:
        ask(work.filed.case, work.cast)
    assert code_of(asking) == "may_not_sign"


def test_what_was_typed_wrong_is_said_field_by_field(work: Work) -> None:
    with pytest.raises(Invalid) as unknown:
        ask(work.filed.case, work.cast, uscc="91110000710925999X", reason=" ")
    assert unknown.value.errors["uscc"][0] == "successor_unknown" and "reason" in unknown.value.errors
    with pytest.raises(Invalid) as own:
        ask(work.filed.case, work.cast, uscc="914403001922038216")
    assert own.value.errors["uscc"][0] == "same_applicant"


def test_the_former_applicant_reads_what_it_filed_and_acts_no_more(work: Work) -> None:
    handover, lin = handed_over(work), work.cast.lin
    with pytest.raises(NotFound):
        supply_paper(case=work.filed.case, material_code="M018", stored=a_paper(), actor=lin, now=at(WEDNESDAY, 12))
    supply_paper(
        case=work.filed.case, material_code="M018", stored=a_paper("新.pdf"), actor=meng(), now=at(WEDNESDAY, 13)
    )
    page = seen(handover, lin)
    papers = {one.material.code: one for case in page.cases for one in case.papers if one.material}
    assert "M012" in papers and "M018" not in papers
    kinds = [one.kind for case in page.cases for one in case.letters]
    assert kinds.count("deferral_commitment") == 1 and "applicant_change_notice" in kinds
    with reading() as session:
        assert handed_paper(session, handover, papers["M012"].paper, 1, 1, lin).sha256
        with pytest.raises(NotFound):
            handed_paper(session, handover, work.papers()["M018"], 1, 1, lin)
        with pytest.raises(NotFound):
            handed_letter(session, handover, work.documents("deferral_commitment")[-1].public_id, lin)
        with pytest.raises(NotFound):
            handed_paper(session, handover, papers["M012"].paper, 1, 1, work.cast.zhao)


@pytest.mark.parametrize("who", ["lin", "meng"])
def test_either_may_take_back_until_the_window_agrees(work: Work, who: str) -> None:
    handover = ask(work.filed.case, work.cast)
    consent(handover)
    end_handover(handover=handover, word="", actor=work.cast.lin if who == "lin" else meng(), now=at(TUESDAY, 15))
    with pytest.raises(Refusal) as answered:
        agree_to_it(handover, work.cast)
    assert code_of(answered) == "handover_answered"
    assert ask(work.filed.case, work.cast) != handover


def test_the_window_declines_with_a_reason(work: Work) -> None:
    handover = ask(work.filed.case, work.cast)
    with pytest.raises(Invalid):
        end_handover(handover=handover, word=" ", actor=work.cast.clerk, now=at(TUESDAY, 12))
    end_handover(handover=handover, word="证明材料没有盖章。", actor=work.cast.clerk, now=at(TUESDAY, 12))
    assert work.tags()[-1] == "window:handover:declined"


def test_an_item_decided_meanwhile_is_another_agreement(work: Work) -> None:
    handover = ask(work.filed.case, work.cast)
    consent(handover)
    before = seen(handover, work.cast.clerk).fingerprint
    work.decide("LX-01", Outcome.GRANT, day=TUESDAY)
    assert seen(handover, work.cast.clerk).fingerprint != before
    agree_to_it(handover, work.cast)
    assert [one["code"] for one in work.documents("applicant_change_notice")[0].facts["decided"]] == ["LX-01"]


def test_a_promise_broken_after_the_change_is_the_successors(work: Work) -> None:
    handed_over(work)
    late = dt.date(2026, 4, 20)
    with reading() as session:
        track = session.execute(select(CommitmentLine.track_id).order_by(CommitmentLine.id)).scalars().first()
    item = next(code for code in work.filed.tracks if work.track(code).id == track)
    told(work, item, "terminate", day=late, answer=None)
    answer_intention(track=work.filed.tracks[item], text="没有异议。", actor=meng(), now=at(late, 9))
    row = work.track(item)
    terminate(
        track=row.public_id, version=row.version, ground="broken_promise", reasons="到期没有补交。", basis="承诺书第二条",
        heard="已电话告知", actor=work.head(item), now=at(late),
    )  # fmt: skip
    with reading() as session:
        assert session.scalars(select(CreditRecord.enterprise_id)).all() == [enterprise(HAIDAI)]


def test_an_agent_whose_power_of_attorney_is_over_ends_no_change(work: Work) -> None:
    handover = ask(work.filed.case, work.cast)
    (company,) = work.cast.lin.enterprise_ids
    agent = replace(work.cast.lin, mandates=(Mandate(company, TUESDAY, has_ended=True),))
    with pytest.raises(NotAllowed) as refused:
        end_handover(handover=handover, word="", actor=agent, now=at(WEDNESDAY))
    assert refused.value.code == "mandate_ended"
