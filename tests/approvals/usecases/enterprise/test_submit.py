"""One filing: tracks, papers, promises and the receipt in one transaction."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from approvals.domain.refusals import Invalid, Refusal, Stale
from approvals.domain.states import CaseState, LineState, Supply, TrackState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialDemand
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from tests.factories.drafts import Draft, a_draft, filed, project_of, submitted, version_of
from tests.factories.main_job import MARKET, MONDAY, Cast, at
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]

SEVEN = {"LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13"}


def test_the_main_job_files_seven_items_that_share_ten_papers(cast: Cast) -> None:
    work = Work(cast, filed(cast, a_draft(cast)))
    assert set(work.states()) == SEVEN
    assert set(work.states().values()) == {"filed"}
    with reading() as session:
        papers = session.scalars(select(CaseMaterial).where(CaseMaterial.is_required)).all()
        demands = session.scalar(select(func.count()).select_from(MaterialDemand).where(MaterialDemand.is_required))
    assert len(papers) == 10
    assert demands == 19
    assert sum(paper.supply is Supply.UPLOADED for paper in papers) == 7
    assert {paper.material_code: paper.supply.value for paper in papers if paper.supply is not Supply.UPLOADED} == {
        "M001": "form",
        "M002": "shared",
        "M010": "upstream",
    }


def test_the_receipt_day_and_the_five_day_clock_start_at_once(cast: Cast) -> None:
    case = Work(cast, filed(cast, a_draft(cast))).case()
    assert (case.receipt_on, case.notice_due_on) == (MONDAY, MONDAY + dt.timedelta(days=7))
    assert case.case_no is not None and case.case_no.startswith("37011420260309")
    assert case.progress_code and len(case.progress_code) == 6


def test_what_comes_after_closing_is_received_on_the_next_working_day(cast: Cast) -> None:
    friday = dt.datetime(2026, 3, 13, 17, 1, tzinfo=TIMEZONE).astimezone(dt.UTC)
    case = Work(cast, filed(cast, a_draft(cast), now=friday)).case()
    assert case.receipt_on == dt.date(2026, 3, 16)


def test_a_double_click_files_once_and_gives_the_same_number(cast: Cast) -> None:
    draft = a_draft(cast)
    seen = version_of(draft.case)
    assert submitted(cast, draft, version=seen) == submitted(cast, draft, version=seen)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Track)) == 7
        assert session.scalar(select(func.count()).select_from(Document).where(Document.kind == "receipt")) == 1


def test_an_unanswered_field_is_named_and_a_default_is_no_answer(cast: Cast) -> None:
    project = project_of(cast.lin)
    case = draft_case(project=project, stage_code="S1", actor=cast.lin, now=at(MONDAY))
    save_answers(case=case, answers={"filing_mode": "备案"}, version=1, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Invalid) as refused:
        submitted(cast, Draft(project, case, {}, MARKET))
    assert refused.value.errors["eia_category"][0] == "unanswered"
    assert "filing_mode" not in refused.value.errors


def test_nothing_is_filed_without_the_declaration_and_the_signed_promise(cast: Cast) -> None:
    draft = a_draft(cast, defers=("M018",))
    with pytest.raises(Invalid) as refused:
        submitted(cast, draft, truth_declared=False, signs_commitment=False)
    assert set(refused.value.errors) == {"truth_declared", "signs_commitment"}
    with reading() as session:
        assert session.scalars(select(Case.state)).one() is CaseState.DRAFT
        assert session.scalar(select(func.count()).select_from(Track)) == 0


def test_two_deferred_papers_make_three_promises_each_with_its_own_days(cast: Cast) -> None:
    work = Work(cast, filed(cast, a_draft(cast, defers=("M018", "M030"))))
    with reading() as session:
        rows = session.execute(
            select(CaseMaterial.material_code, Track.item_code, CommitmentLine.days_wd, CommitmentLine.state)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .join(Track, Track.id == CommitmentLine.track_id)
        ).all()
    assert {tuple(row) for row in rows} == {
        ("M018", "LX-05", 2, LineState.OPEN),
        ("M018", "LX-10", 5, LineState.OPEN),
        ("M030", "LX-13", 5, LineState.OPEN),
    }
    assert [one.kind for one in work.documents()] == ["receipt", "deferral_commitment"]


def test_filing_without_a_main_paper_is_a_right(cast: Cast) -> None:
    work = Work(cast, filed(cast, a_draft(cast, lacks=("M012",))))
    assert work.case().state is CaseState.FILED


def test_a_page_that_another_member_has_changed_meanwhile_is_stale(cast: Cast) -> None:
    draft = a_draft(cast)
    seen = version_of(draft.case)
    save_answers(case=draft.case, answers={"earthwork_m3": 1}, version=seen, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Stale):
        submitted(cast, draft, version=seen)


def test_an_item_of_the_project_runs_once_also_across_cases(cast: Cast) -> None:
    draft = a_draft(cast)
    submitted(cast, draft)
    again = draft_case(project=draft.project, stage_code="S1", actor=cast.lin, now=at(MONDAY))
    save_answers(case=again, answers=draft.answers, version=1, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Refusal) as refused:
        submitted(cast, Draft(draft.project, again, draft.answers, MARKET))
    assert (refused.value.code, set(refused.value.params["items"])) == ("item_already_running", SEVEN)


def test_a_second_theme_runs_through_the_same_code(cast: Cast) -> None:
    shop = {
        "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "fitout_area_m2": 800,
        "fitout_cost_wan": 120,
    }  # fmt: skip
    work = Work(cast, filed(cast, a_draft(cast, theme="SHOP", stage="K1", answers=shop, name="暖阳地板店")))
    assert set(work.states()) == {"KD-01", "KD-02", "KD-03", "KD-04", "KD-08", "KD-09", "KD-12"}
    assert {track for track in work.states().values()} == {TrackState.FILED.value}


def test_somebody_elses_draft_cannot_be_filed(cast: Cast) -> None:
    draft = a_draft(cast)
    for actor in (cast.zhao, cast.clerk, cast.admin):
        with pytest.raises(Refusal) as refused:
            submitted(cast, draft, actor=actor)
        assert refused.value.status == 404
