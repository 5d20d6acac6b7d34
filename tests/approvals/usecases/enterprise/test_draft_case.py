"""One draft per stage, the applicant's alone."""

from __future__ import annotations

import pytest

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound
from approvals.queries.access import find_case
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from departments.domain.actor import Actor
from tests.factories.drafts import project_of
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


def test_a_second_click_opens_the_same_draft(cast: Cast) -> None:
    project = project_of(cast.lin)
    first = draft_case(project=project, stage_code="S1", actor=cast.lin, now=at(MONDAY))
    save_answers(case=first, answers={"filing_mode": "备案"}, version=1, actor=cast.lin, now=at(MONDAY))
    assert draft_case(project=project, stage_code="S1", actor=cast.lin, now=at(MONDAY)) == first
    assert draft_case(project=project, stage_code="S2", actor=cast.lin, now=at(MONDAY)) != first


def test_a_foreign_project_is_as_absent_as_none(cast: Cast) -> None:
    project = project_of(cast.lin)
    for actor in (cast.zhao, cast.clerk, cast.guan):
        with pytest.raises(NotFound):
            draft_case(project=project, stage_code="S1", actor=actor, now=at(MONDAY))
    with pytest.raises(NotFound):
        draft_case(project="nothing", stage_code="S1", actor=cast.lin, now=at(MONDAY))


def test_no_official_sees_a_draft(cast: Cast) -> None:
    case = draft_case(project=project_of(cast.lin), stage_code="S1", actor=cast.lin, now=at(MONDAY))

    def see(actor: Actor) -> None:
        with reading() as session:
            find_case(session, case, actor)

    see(cast.lin)
    for actor in (cast.clerk, cast.guan, cast.du, cast.admin, cast.examiners["ZJ"], cast.zhao):
        with pytest.raises(NotFound):
            see(actor)
