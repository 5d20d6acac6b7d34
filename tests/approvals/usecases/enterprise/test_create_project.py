"""A project belongs to its enterprise; its code is checked when it has one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.project_code import build
from approvals.domain.refusals import Invalid, NotFound
from approvals.models.applicants import Project
from approvals.usecases.enterprise.create_project import create_project
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]

CODE = build(dt.date(2026, 3, 1), "370114", 12345)


def create(cast: Cast, **differently: Any) -> str:
    said: dict[str, Any] = {
        "enterprise_id": next(iter(cast.lin.enterprise_ids)), "theme_code": "SF-BUILD", "name": "新市场", "place": "明水街道",
        "code": None, "longitude": None, "latitude": None, "investment_wan": None, "land_area_m2": None,
        "actor": cast.lin, "now": at(MONDAY),
    } | differently  # fmt: skip
    return create_project(**said)


def projects() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Project)) or 0


def test_the_code_may_come_later(cast: Cast) -> None:
    create(cast)
    assert projects() == 1


def test_a_wrong_check_digit_is_named_with_the_right_one(cast: Cast) -> None:
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    with pytest.raises(Invalid) as refused:
        create(cast, code=wrong)
    assert refused.value.errors["code"][0] == "project_code_check_digit"
    assert refused.value.errors["code"][1]["expected"] == CODE[-1]
    assert projects() == 0


def test_a_code_serves_one_project(cast: Cast) -> None:
    first = create(cast, code=CODE)
    assert create(cast, code=CODE.replace("-", "")) == first  # a second press
    with pytest.raises(Invalid) as refused:
        create(cast, code=CODE.replace("-", ""), name="另一个项目")
    assert refused.value.errors["code"][0] == "project_code_taken"


def test_every_wrong_field_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        create(cast, name=" ", theme_code="NONE", code="12")
    assert set(refused.value.errors) == {"name", "theme_code", "code"}


def test_nobody_sets_up_a_project_for_another_enterprise(cast: Cast) -> None:
    with pytest.raises(NotFound):
        create(cast, actor=cast.zhao)
    with pytest.raises(NotFound):
        create(cast, enterprise_id=999)
