"""A filing is amended through HTTP: tried, looked at, proposed, agreed to; what was typed stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.web.amendments import routes
from app.web.answer_form import as_input
from approvals.models.cases import Case, Track
from tests.factories.amending import TUESDAY
from tests.factories.main_job import at, the_case
from tests.factories.towns import accepted_with_promises
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted_with_promises)


@pytest.fixture(autouse=True)
def on_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "now", lambda: at(TUESDAY))


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


def case_of(app: Flask) -> str:
    with app.app_context():
        return the_case().case


def form_of(app: Flask, **said: Any) -> dict[str, str]:
    with app.app_context(), reading() as session:
        answers = session.scalars(select(Case.answers)).one()
    return {f"a_{key}": as_input(value) for key, value in {**answers, **said}.items()} | {"reason": "要跨河。"}


def states(app: Flask) -> dict[str, str]:
    with app.app_context(), reading() as session:
        return {row.item_code: row.state.value for row in session.scalars(select(Track))}


def test_the_difference_is_shown_before_anything_is_sent_and_the_window_agrees(app: Flask, lin: FlaskClient) -> None:
    case, clerk = case_of(app), visitor(app, "clerk")
    typed = form_of(app, involves_river_works=True, annual_electricity_kwh=100)
    shown = lin.post(f"/cases/{case}/amend", data=typed | {"step": "preview"}).text
    assert "新增事项" in shown and "不再办的事项" in shown and "新要的材料" in shown
    assert "LX-11" not in states(app)
    sent = lin.post(f"/cases/{case}/amend", data=typed | {"step": "send"}, follow_redirects=True).text
    assert "已经送出" in sent and "收回这次变更" in sent
    assert "等您答复" in clerk.get(f"/window/cases/{case}").text
    page = clerk.get(f"/cases/{case}/amendment").text
    agree = re.search(r'action="([^"]+/agree)"', page)
    seen = re.search(r'name="seen" value="(\w{16})"', page)
    assert agree and seen
    done = clerk.post(agree[1], data={"seen": seen[1]}, follow_redirects=True).text
    assert "已经商定" in done and states(app)["LX-11"] == "filed" and states(app)["LX-04"] == "withdrawn"
    again = clerk.post(agree[1], data={"seen": seen[1]}, follow_redirects=True).text
    assert "已经有了答复" in again


def test_what_was_typed_stays_and_the_wrong_field_says_why(app: Flask, lin: FlaskClient) -> None:
    typed = form_of(app) | {"a_land_area_m2": "很大", "step": "preview", "reason": ""}
    answer = lin.post(f"/cases/{case_of(app)}/amend", data=typed)
    assert answer.status_code == 422 and 'value="很大"' in answer.text and "这一项必须填" in answer.text


def test_the_same_answers_are_no_amendment(app: Flask, lin: FlaskClient) -> None:
    answer = lin.post(f"/cases/{case_of(app)}/amend", data=form_of(app) | {"step": "send"})
    assert answer.status_code == 422 and "没有要变更的" in answer.text


def test_declining_needs_a_word(app: Flask, lin: FlaskClient) -> None:
    case, clerk = case_of(app), visitor(app, "clerk")
    clerk.post(f"/cases/{case}/amend", data=form_of(app, involves_river_works=True) | {"step": "send"})
    page = lin.get(f"/cases/{case}/amendment").text
    assert "窗口建议变更" in lin.get(f"/enterprise/cases/{case}").text
    address = re.search(r'formaction="([^"]+/decline)"', page)
    assert address
    assert lin.post(address[1], data={"word": ""}).status_code == 422
    assert "没有同意" in lin.post(address[1], data={"word": "不跨河。"}, follow_redirects=True).text
