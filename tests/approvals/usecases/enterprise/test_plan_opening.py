"""The owner says when to open; each stage then has a last day to be filed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import Project
from approvals.queries.project_schedule import ProjectSchedule, project_schedule
from approvals.usecases.enterprise.plan_opening import plan_opening
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import accepted

pytestmark = pytest.mark.starts_from.with_args(accepted)
OPENS_ON = dt.date(2027, 6, 30)


def the_project() -> str:
    with reading() as session:
        return str(session.scalar(select(Project.public_id)))


def say(cast: Cast, **differently: Any) -> None:
    said = {"opens_on": OPENS_ON, "own_days": {"S3": 60}, "actor": cast.lin} | differently
    plan_opening(project=the_project(), now=at(MONDAY), **said)


def found(cast: Cast) -> ProjectSchedule:
    with reading() as session:
        return project_schedule(session, the_project(), cast.lin, MONDAY)


def test_nothing_is_counted_before_the_day_is_said(cast: Cast) -> None:
    assert found(cast).found is None


def test_the_stage_being_handled_keeps_its_own_day_and_the_others_are_counted_back(cast: Cast) -> None:
    say(cast)
    first, *others = found(cast).stages
    assert first.due_on is not None
    assert first.days is not None
    days = [row.days.file_by for row in others if row.days]
    assert days == sorted(days)
    assert len(days) == len(others)


def test_saying_it_again_replaces_it_and_nothing_takes_it_back(cast: Cast) -> None:
    say(cast)
    say(cast, own_days={"S2": 3, "S3": 0})
    assert [row.own_days for row in found(cast).stages] == [0, 3, 0, 0]
    say(cast, opens_on=None, own_days={})
    assert found(cast).found is None


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"opens_on": MONDAY - dt.timedelta(1)}, "opens_on", "past_day"),
        ({"opens_on": dt.date(2101, 1, 1)}, "opens_on", "day_too_far"),
        ({"own_days": {"S3": -1}}, "S3", "days_out_of_range"),
        ({"own_days": {"S3": 3_651}}, "S3", "days_out_of_range"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_its_field(cast: Cast, said: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(cast, **said)
    assert refused.value.errors[field][0] == code
    assert found(cast).opens_on is None


def test_a_stranger_s_project_is_absent(cast: Cast) -> None:
    with pytest.raises(NotFound):
        say(cast, actor=cast.zhao)
