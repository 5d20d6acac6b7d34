"""An item that was refused is applied for again: a new case that asks for no paper twice."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState, Outcome, Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries.enterprise_draft import draft
from approvals.usecases.enterprise.reapply import reapply
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)


def again(work: Work, item: str = "LX-10") -> str:
    return reapply(case=work.filed.case, track=work.filed.tracks[item], actor=work.cast.lin, now=at(TUESDAY))


@pytest.mark.both_databases
def test_a_refused_item_opens_a_draft_with_its_answers_and_papers(work: Work) -> None:
    work.decide("LX-10", Outcome.REFUSE)
    case = again(work)
    with reading() as session:
        found = draft(session, case, work.cast.lin, TUESDAY)
        assert [item.code for item in found.plan.items] == ["LX-10"]
        assert found.answers == work.case().answers and not found.absent
        rows = session.execute(
            select(MaterialVersion.file_id, MaterialVersion.source_note, CaseMaterial.supply)
            .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
            .join(Case, Case.id == CaseMaterial.case_id)
            .where(Case.public_id == case)
        ).all()
        former = set(
            session.scalars(
                select(MaterialVersion.file_id)
                .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
                .where(CaseMaterial.case_id == work.case().id)
            )
        )
    assert rows and {row.file_id for row in rows} <= former
    assert all("沿用" in row.source_note and row.supply is Supply.UPLOADED for row in rows)


def test_asked_twice_it_is_one_draft_and_the_decision_stays(work: Work) -> None:
    work.decide("LX-10", Outcome.REFUSE)
    assert again(work) == again(work)
    assert work.states()["LX-10"] == "refused"
    with reading() as session:
        assert len(session.scalars(select(Case.id).where(Case.state == CaseState.DRAFT)).all()) == 1


def test_what_runs_or_was_granted_or_is_anothers_is_not_applied_for_again(work: Work) -> None:
    work.decide("LX-07")
    for item in ("LX-07", "LX-13"):
        with pytest.raises(Refusal) as refused:
            again(work, item)
        assert refused.value.code == "not_to_reapply"
    with pytest.raises(NotFound):
        reapply(case=work.filed.case, track=work.filed.tracks["LX-07"], actor=work.cast.zhao, now=at(TUESDAY))


def test_a_paper_that_was_returned_is_not_taken_over(work: Work) -> None:
    work.claim("LX-10")
    work.judge("LX-10", returned={"M018": "图纸过期。"})
    work.propose("LX-10", Outcome.REFUSE)
    work.sign("LX-10")
    case = again(work)
    with reading() as session:
        found = draft(session, case, work.cast.lin, TUESDAY)
    assert "M018" in [paper.paper.code for paper in found.absent]
