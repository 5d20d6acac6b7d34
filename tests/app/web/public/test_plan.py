"""What will my project need? Without an account, and without a trace."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.models.cases import Case
from departments.queries.catalogue import current_catalogue
from tests.factories.main_job import ANSWERS
from tests.factories.story import settled

SHOP = {
    "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "fitout_area_m2": 800,
    "fitout_cost_wan": 120, "has_signboard": True, "employs_staff": True, "fire_commitment_chosen": True,
}  # fmt: skip


pytestmark = pytest.mark.starts_from.with_args(settled)


def address(app: Flask, theme: str, stage: str, said: dict[str, object], lacking: str = "") -> str:
    """The address the form leads to, with every field of the stage answered but `lacking`."""
    with app.app_context(), reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields(theme, stage)
    typed = {}
    for field in fields:
        value = said.get(field.key, field.default)
        typed[f"a_{field.key}"] = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    typed.pop(f"a_{lacking}", None)
    with app.test_request_context(f"/plan/{theme}/{stage}", query_string=typed) as context:
        return str(context.request.full_path)


def test_the_market_needs_seven_items_of_six_departments(app: Flask, client: FlaskClient) -> None:
    page = client.get(address(app, "SF-BUILD", "S1", dict(ANSWERS))).text
    assert "7 个事项，6 个部门" in page
    assert "各部门一共要 19 份，去掉重复只有 10 份，您上传 7 份。" in page
    for code in ("LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13"):
        assert f'href="/guide/{code}"' in page
    assert "用地面积：164,667 m²，达到" in page


def test_a_home_furnishing_shop_runs_through_the_same_page(app: Flask, client: FlaskClient) -> None:
    page = client.get(address(app, "SHOP", "K1", SHOP)).text
    for code in ("KD-01", "KD-02", "KD-03", "KD-04", "KD-08", "KD-09", "KD-12"):
        assert f'href="/guide/{code}"' in page
    assert "7 个事项" in page


def test_a_question_left_open_is_named_and_nothing_is_guessed(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "SF-BUILD", "S1", dict(ANSWERS), lacking="eia_category"))
    assert answer.status_code == 422
    assert "环评类别" in answer.text and "请回答这一项。" in answer.text
    assert "个部门</h1>" not in answer.text
    assert 'value="164667"' in answer.text


def test_the_blank_form_has_no_answer_chosen(client: FlaskClient) -> None:
    page = client.get("/plan/SF-BUILD/S1").text
    assert " checked" not in page


def test_a_stage_nobody_knows_is_a_404(client: FlaskClient) -> None:
    assert client.get("/plan/SF-BUILD/K1").status_code == 404


def test_asking_leaves_no_trace(app: Flask, client: FlaskClient) -> None:
    client.get(address(app, "SF-BUILD", "S1", dict(ANSWERS)))
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
