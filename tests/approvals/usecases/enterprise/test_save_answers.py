"""The one form is answered bit by bit; two people at once do not overwrite each other."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, Stale
from approvals.models.cases import Case
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from tests.factories.drafts import project_of
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


@pytest.fixture
def draft(cast: Cast) -> str:
    return draft_case(project=project_of(cast.lin), stage_code="S1", actor=cast.lin, now=at(MONDAY))


def answers(case: str) -> dict[str, object]:
    with reading() as session:
        return session.scalars(select(Case.answers).where(Case.public_id == case)).one()


def test_answers_add_up_and_none_takes_one_back(cast: Cast, draft: str) -> None:
    one = save_answers(
        case=draft, answers={"filing_mode": "备案", "earthwork_m3": 5}, version=1, actor=cast.lin, now=at(MONDAY)
    )
    save_answers(
        case=draft, answers={"earthwork_m3": None, "land_area_m2": 7}, version=one, actor=cast.lin, now=at(MONDAY)
    )
    assert answers(draft) == {"filing_mode": "备案", "land_area_m2": 7}


def test_the_second_of_two_who_had_the_same_page_is_stale(cast: Cast, draft: str) -> None:
    save_answers(case=draft, answers={"filing_mode": "备案"}, version=1, actor=cast.lin, now=at(MONDAY))
    with pytest.raises(Stale):
        save_answers(case=draft, answers={"filing_mode": "核准"}, version=1, actor=cast.lin, now=at(MONDAY))
    assert answers(draft)["filing_mode"] == "备案"


def test_wrong_answers_are_told_per_field_and_none_is_kept(cast: Cast, draft: str) -> None:
    said = {"filing_mode": "随便", "earthwork_m3": "many", "land_area_m2": 7}
    with pytest.raises(Invalid) as refused:
        save_answers(case=draft, answers=said, version=1, actor=cast.lin, now=at(MONDAY))
    assert set(refused.value.errors) == {"filing_mode", "earthwork_m3"}
    assert answers(draft) == {}
