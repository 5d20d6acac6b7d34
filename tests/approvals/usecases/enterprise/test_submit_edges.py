"""Filing again: after a refusal, beside what runs, and from what an earlier filing has produced."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.domain.states import Outcome, Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.queries.enterprise_draft import draft as draft_page
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.withdraw import withdraw
from tests.factories.drafts import Draft, a_paper, filed
from tests.factories.main_job import MARKET, MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]


def again(work: Work) -> Draft:
    """A second draft of the same stage with the same answers, and every paper the page asks for."""
    answers = work.case().answers
    case = draft_case(project=work.filed.project, stage_code="S1", actor=work.cast.lin, now=at(MONDAY, 16))
    save_answers(case=case, answers=answers, version=1, actor=work.cast.lin, now=at(MONDAY, 16))
    with reading() as session:
        wanted = draft_page(session, case, work.cast.lin, MONDAY).plan.required_papers
    for code in [one.code for one in wanted if one.supply.value == "upload"]:
        supply_paper(case=case, material_code=code, stored=a_paper(), actor=work.cast.lin, now=at(MONDAY, 16))
    return Draft(work.filed.project, case, answers, MARKET)


def supplies(case: str) -> dict[str, Supply]:
    with reading() as session:
        rows = session.execute(
            select(CaseMaterial.material_code, CaseMaterial.supply).join(Case).where(Case.public_id == case)
        )
        return {row.material_code: row.supply for row in rows}


def test_a_refused_item_can_be_applied_for_again_alone(work: Work) -> None:
    work.decide("LX-01")
    work.decide("LX-08", Outcome.REFUSE)
    draft = again(work)
    with reading() as session:
        page = draft_page(session, draft.case, work.cast.lin, MONDAY)
    assert [one.code for one in page.plan.items] == ["LX-08"]
    assert {one.item.code for one in page.plan.left_out if one.held} == set(work.filed.tracks) - {"LX-08"}
    second = Work(work.cast, filed(work.cast, draft))
    assert set(second.filed.tracks) == {"LX-08"}
    second.accept()
    assert second.states() == {"LX-08": "queued"}


def test_while_everything_runs_nothing_can_be_filed_again(work: Work) -> None:
    draft = again(work)
    with pytest.raises(Refusal) as refused:
        filed(work.cast, draft)
    assert refused.value.code == "item_already_running"
    assert refused.value.params["items"] == sorted(work.filed.tracks)


def test_an_item_filed_again_gets_the_result_it_waits_for_from_the_first_case(work: Work) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks["LX-05"], actor=work.cast.lin, now=at(MONDAY, 15))
    second = Work(work.cast, filed(work.cast, again(work)))
    assert supplies(second.filed.case)["M010"] is Supply.UPSTREAM
    second.accept()
    second.claim("LX-05")
    second.judge("LX-05")
    assert second.blocker_codes("LX-05") == ["upstream_pending"]  # the other case still owes it
    work.decide("LX-01")
    assert second.blocker_codes("LX-05") == []
    second.propose("LX-05")
    second.sign("LX-05")
    assert second.states() == {"LX-05": "granted"}


def test_a_result_that_is_there_already_is_attached_when_the_item_is_filed_again(work: Work) -> None:
    withdraw(case=work.filed.case, track=work.filed.tracks["LX-05"], actor=work.cast.lin, now=at(MONDAY, 15))
    work.decide("LX-01")
    second = Work(work.cast, filed(work.cast, again(work)))
    second.accept()
    second.decide("LX-05")
    assert second.states() == {"LX-05": "granted"}
