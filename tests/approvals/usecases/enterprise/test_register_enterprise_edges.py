"""Two people register the same at the same moment: the second is told, not shown a failure."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from approvals.domain.credit_code import build
from approvals.domain.refusals import Invalid
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.postgresql, pytest.mark.starts_from.with_args(settled)]
AT_ONCE = 4


def race(app: Flask, verb: object) -> list[str]:
    """The fields refused; one of them got through."""
    start, refused, done = threading.Barrier(AT_ONCE), [], []

    def run(index: int) -> None:
        with app.app_context():
            start.wait(30)
            try:
                done.append(verb(index))  # type: ignore[operator]
            except Invalid as invalid:
                refused.extend(invalid.errors)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 1
    return refused


def register(username: str, serial: int) -> int:
    return register_enterprise(
        username=username, password_hash="x", person_name="周", phone="", email="",
        uscc=build("9", "1", "370114", f"MA3C077{serial}"), enterprise_name="家居有限公司", legal_representative="周",
        address="", locale="zh_Hans_CN", now=at(MONDAY),
    )  # fmt: skip


def test_one_user_name_goes_to_one_person(in_app: Flask, cast: Cast) -> None:
    assert race(in_app, lambda index: register("zhou", index)) == ["username"] * (AT_ONCE - 1)


def test_one_credit_code_goes_to_one_account(in_app: Flask, cast: Cast) -> None:
    assert race(in_app, lambda index: register(f"zhou{index}", 0)) == ["uscc"] * (AT_ONCE - 1)


def test_one_project_code_goes_to_one_project(in_app: Flask, cast: Cast) -> None:
    def create(index: int) -> str:
        return create_project(
            enterprise_id=next(iter(cast.lin.enterprise_ids)), theme_code="SF-BUILD", name=f"同一个代码{index}", place="",
            code="2603-370114-04-01-123453", longitude=None, latitude=None, investment_wan=None, land_area_m2=None,
            actor=cast.lin, now=at(MONDAY),
        )  # fmt: skip

    assert race(in_app, create) == ["code"] * (AT_ONCE - 1)
