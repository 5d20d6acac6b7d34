"""The project code may come later; it is checked when it comes, and stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.models.applicants import Project
from approvals.usecases.enterprise.give_project_code import give_project_code
from tests.factories.drafts import project_of
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
CODE = "2603-370114-04-01-123453"


def given(cast: Cast, project: str, code: str) -> None:
    give_project_code(project=project, code=code, actor=cast.lin, now=at(MONDAY))


def test_the_code_comes_after_the_project_and_said_twice_changes_nothing(cast: Cast) -> None:
    project = project_of(cast.lin)
    given(cast, project, CODE)
    given(cast, project, CODE.lower())
    with reading() as session:
        assert session.scalar(select(Project.code).where(Project.public_id == project)) == CODE


def test_another_code_afterwards_is_refused(cast: Cast) -> None:
    project = project_of(cast.lin)
    given(cast, project, CODE)
    other = "2603-370114-04-01-123461"
    with pytest.raises((Invalid, Refusal)):
        given(cast, project, other)


def test_a_wrong_or_a_taken_code_is_told(cast: Cast) -> None:
    first, second = project_of(cast.lin), project_of(cast.lin, name="另一个项目")
    with pytest.raises(Invalid) as wrong:
        given(cast, first, CODE[:-1] + "9")
    assert wrong.value.errors["code"][0].startswith("project_code_")
    given(cast, first, CODE)
    with pytest.raises(Invalid) as taken:
        given(cast, second, CODE)
    assert taken.value.errors["code"][0] == "project_code_taken"


def test_a_stranger_s_project_is_not_there(cast: Cast) -> None:
    project = project_of(cast.lin)
    with pytest.raises(NotFound):
        give_project_code(project=project, code=CODE, actor=cast.zhao, now=at(MONDAY))
