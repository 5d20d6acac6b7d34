"""Which letter may be corrected, struck out, handed on or shown as a draft, and under which number."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import DocumentState, Outcome, Supply
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CaseMaterial, MaterialDemand, MaterialVersion
from approvals.models.traces import OutboxMessage
from approvals.queries.public_verify import by_sha256
from approvals.usecases.department.outside import is_taken
from approvals.usecases.department.preview_result import preview_result
from approvals.usecases.department.register_result import register_result
from approvals.usecases.department.reissue import NOT_HERE
from approvals.usecases.department.reopen import Order, reopen
from approvals.usecases.department.revoke import revoke
from approvals.usecases.letters.void_number import void_number
from tests.factories.clock_town import deliver
from tests.factories.clock_town import told as people_told
from tests.factories.drafts import a_paper
from tests.factories.lives import FRIDAY, LICENCE, OPINION, TUESDAY, decided, told
from tests.factories.main_job import at
from tests.factories.towns import accepted
from tests.factories.work import Work

NUMBER = "章审评〔2026〕77号"


def taken_back(work: Work) -> None:
    """The licence is revoked for fraud on Friday."""
    told(work, LICENCE, "revoke", day=FRIDAY)
    revoke(
        track=work.filed.tracks[LICENCE], version=work.track(LICENCE).version, ground="fraud", findings="材料系伪造。",
        heard="当事人承认。", reasons="以欺骗手段取得许可。", effect="许可自始无效。", actor=work.head(LICENCE),
        now=at(FRIDAY),
    )  # fmt: skip


def register(work: Work, item: str, number: str = NUMBER, *, day: dt.date = TUESDAY) -> None:
    work.claim(item, day=day)
    work.judge(item, day=day)
    register_result(
        track=work.filed.tracks[item], version=work.track(item).version, number=number, dated_on=TUESDAY,
        stored=a_paper(), findings="已经评价。", conditions="", actor=work.examiner(item), now=at(day),
    )  # fmt: skip


@pytest.mark.starts_from.with_args(accepted)
def test_a_number_is_one_result_also_when_two_waited_for_their_signature(work: Work) -> None:
    register(work, OPINION)
    with unit_of_work() as session:  # the other one, signed meanwhile
        other = session.get_one(Document, work.documents("receipt")[0].id)
        other.department_id, other.number = work.track(OPINION).department_id, NUMBER
    with pytest.raises(Refusal, match="number_registered"):
        work.sign(OPINION, day=TUESDAY)
    assert work.states()[OPINION] == "proposed"


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(accepted)
def test_a_result_that_was_registered_wrongly_is_put_right_under_its_true_number(work: Work) -> None:
    register(work, OPINION)
    work.sign(OPINION, day=TUESDAY)
    order = Order(ground="own_correction", reason="附错了文件")
    track, version = work.filed.tracks[OPINION], work.track(OPINION).version
    reopen(track=track, version=version, order=order, actor=work.head(OPINION), now=at(FRIDAY))
    with unit_of_work() as session:  # of another item of the same department it stays taken
        other = session.get_one(Track, work.track(LICENCE).id)
        former_desk, other.department_id = other.department_id, work.track(OPINION).department_id
        assert is_taken(session, other, NUMBER)
        other.department_id = former_desk
    register(work, OPINION, day=FRIDAY)
    work.sign(OPINION, day=FRIDAY)
    former, stands = work.documents("review_opinion")
    assert (former.number, former.state) == (NUMBER, DocumentState.REVOKED)
    assert (stands.number, stands.state) == (NUMBER, DocumentState.ISSUED)


@pytest.mark.starts_from.with_args(decided)
def test_a_number_that_the_house_gave_itself_is_not_registered_as_anothers(work: Work) -> None:
    (mine,) = work.documents("refusal_decision")
    other = next(
        item for item, state in work.states().items()
        if state == "queued" and work.track(item).department_id != work.track(OPINION).department_id
    )  # fmt: skip
    same = [
        item for item, state in work.states().items()
        if state == "queued" and work.track(item).department_id == work.track(OPINION).department_id
    ]  # fmt: skip
    register(work, other, mine.number)
    for item in same:
        with pytest.raises(Invalid):
            register(work, item, mine.number)


@pytest.mark.starts_from.with_args(decided)
def test_the_letter_of_a_decision_that_stands_is_not_struck_out(work: Work) -> None:
    (licence,) = work.documents("licence_decision")
    with pytest.raises(Refusal, match="result_stands"):
        void_number(number=licence.number, reason="面积写错", actor=work.cast.admin, now=at(FRIDAY))
    assert work.documents("licence_decision")[0].state is DocumentState.QUEUED
    receipt = work.documents("receipt")[0]
    assert void_number(number=receipt.number, reason="重号", actor=work.cast.admin, now=at(FRIDAY)) == (receipt.number,)


@pytest.mark.starts_from.with_args(decided)
def test_the_decision_that_took_a_licence_back_is_not_struck_out_either(work: Work) -> None:
    taken_back(work)
    (decision,) = work.documents("revocation_decision")
    with pytest.raises(Refusal, match="result_stands"):
        void_number(number=decision.number, reason="重号", actor=work.cast.admin, now=at(FRIDAY))
    assert work.documents("revocation_decision")[0].state is DocumentState.QUEUED


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(accepted)
def test_a_notice_whose_number_is_struck_out_goes_out_again_under_the_next_one(work: Work) -> None:
    for kind in ("receipt", "acceptance_notice"):
        old = work.documents(kind)[-1]
        assert void_number(number=old.number, reason="重号", actor=work.cast.admin, now=at(FRIDAY)) == (old.number,)
        struck, new = work.documents(kind)[-2:]
        assert (struck.state, struck.replaced_by_id) == (DocumentState.REPLACED, new.id)
        with pytest.raises(Refusal, match="number_already_void"):
            void_number(number=old.number, reason="重号", actor=work.cast.admin, now=at(FRIDAY))
        assert (new.state, new.dated_on) == (DocumentState.QUEUED, FRIDAY)
        assert new.facts["slip"] == {
            "number": old.number, "dated_on": old.dated_on.isoformat(), "wrong": old.number, "right": new.number,
            "reason": "重号",
        }  # fmt: skip
        same = set(old.facts) - {"number", "verify_code", "verify_url", "dated_on", "slip"}
        assert {name: old.facts[name] for name in same} == {name: new.facts[name] for name in same}
        with reading() as session:
            keys = session.scalars(select(OutboxMessage.key)).all()
            answered = [
                set(session.scalars(select(DocumentTrack.track_id).where(DocumentTrack.document_id == one.id)))
                for one in (old, new)
            ]
        assert f"print:document:{new.id}" in keys
        assert any(key.startswith("tell:reissued:") and key.endswith(f":{new.id}") for key in keys)
        assert answered[0] == answered[1]
    deliver(at(FRIDAY, 11))
    assert people_told("reissued").count("lin") == 2


def test_nobody_corrects_what_the_applicant_signed() -> None:
    assert {"deferral_commitment", "notification_commitment"} <= NOT_HERE


@pytest.mark.starts_from.with_args(decided)
def test_there_is_no_draft_of_a_decision_that_nobody_can_propose(work: Work) -> None:
    for item in (LICENCE, "LX-08"):
        with pytest.raises(Refusal, match="no_such_move"):
            preview_result(
                track=work.filed.tracks[item], version=work.track(item).version, outcome=Outcome.GRANT,
                findings="符合条件。", actor=work.examiner(item), now=at(FRIDAY),
            )  # fmt: skip


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(decided)
def test_a_result_that_was_revoked_is_no_paper_of_another_item_any_more(work: Work) -> None:
    (licence,) = work.documents("licence_decision")
    work.claim("LX-08", day=TUESDAY)
    work.judge("LX-08", day=TUESDAY)
    with unit_of_work() as session:
        demand = select(MaterialDemand.case_material_id).where(MaterialDemand.track_id == work.track("LX-08").id)
        papers = select(CaseMaterial).where(
            CaseMaterial.id.in_(demand), CaseMaterial.is_required, CaseMaterial.supply == Supply.UPLOADED
        )
        paper = session.scalars(papers.order_by(CaseMaterial.id).limit(1)).one()
        paper.supply = Supply.UPSTREAM
        version = MaterialVersion(
            case_material_id=paper.id, number=9, document_id=licence.id, supplied_by=None, supplied_at=at(TUESDAY)
        )
        session.add(version)
    assert "paper_missing" not in work.blocker_codes("LX-08")
    taken_back(work)
    assert "paper_missing" in work.blocker_codes("LX-08")


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(decided)
def test_a_file_that_was_registered_in_two_rounds_is_what_the_last_one_says(work: Work) -> None:
    first, second = work.documents("receipt")[0], work.documents("refusal_decision")[0]
    for letter, state in ((second, DocumentState.ISSUED), (first, DocumentState.REVOKED)):
        with unit_of_work() as session:
            row = session.get_one(Document, letter.id)
            row.sha256, row.state = "5" * 64, state
    with reading() as session:
        found = by_sha256(session, "5" * 64)
    assert found is not None and found.number == second.number
