"""What will my project need? Without an account, without a trace unless asked to keep it, and on into a draft."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.answer_form import as_input
from approvals.domain.project_plan import project_fields
from approvals.models.cases import Case
from departments.queries.catalogue import current_catalogue
from tests.approvals.domain.test_worked_cases import MARKET
from tests.factories.main_job import ANSWERS
from tests.factories.story import settled
from tests.support.visitors import visitor

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


def kept(app: Flask, client: FlaskClient) -> str:
    """The address under which the market's answers are kept."""
    app.config["WTF_CSRF_ENABLED"] = False
    _, _, query = address(app, "SF-BUILD", "S1", dict(ANSWERS)).partition("?")
    answer = client.post("/plan/SF-BUILD/S1", data=dict(parse_qsl(query)))
    assert answer.status_code == 303
    return str(answer.location)


def test_answers_are_kept_under_an_address_that_anybody_can_open(app: Flask, client: FlaskClient) -> None:
    place = kept(app, client)
    page = app.test_client().get(place).text
    assert "7 个事项，6 个部门" in page and "答案存好了" in page and f'value="http://localhost{place}"' in page
    assert app.test_client().get("/plan/saved/nobody").status_code == 404


def test_kept_answers_become_a_project_and_a_draft_without_typing_again(app: Flask, client: FlaskClient) -> None:
    place = kept(app, client).replace("/plan/saved/", "/enterprise/plans/")
    assert client.get(place).location.startswith("/sign-in?next=")
    lin = visitor(app, "lin")
    assert 'value="164667"' in lin.get(place).text
    items = lin.post(place, data={"name": "章丘国际建材家居城", "place": "明水街道", "land_area_m2": "164667"}).location
    assert items.endswith("/items") and "7 个事项，6 个部门" in lin.get(items).text
    again = lin.get(place).text
    project = re.search(r'name="project" value="([^"]+)"', again)
    assert project is not None
    assert lin.post(place, data={"project": project.group(1)}).location == items
    assert lin.post(place, data={"project": "nobody-s"}).status_code == 404


def test_answers_that_are_not_complete_are_not_kept(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/plan/SF-BUILD/S1", data={"a_filing_mode": "备案"})
    assert answer.status_code == 422 and "请回答这一项。" in answer.text


def test_what_is_asked_follows_what_is_answered(client: FlaskClient) -> None:
    def asked(**said: str) -> list[str]:
        found: list[str] = client.get("/plan/SHOP/K1/asked", query_string=said).get_json()["asked"]
        return found

    assert "ad_is_temporary" in asked() and "ad_is_temporary" not in asked(a_has_large_outdoor_ad="no")


def test_the_whole_project_is_added_up_over_its_stages_and_each_can_be_gone_on_with(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), reading() as session:
        fields = project_fields(current_catalogue(session).catalogue, "SF-BUILD")
    said = {f"a_{field.key}": as_input(MARKET.get(field.key, field.default)) for field in fields}
    page = client.get("/plan/SF-BUILD", query_string=said).text
    assert "35 个事项，16 个部门" in page
    assert "各部门一共要 119 份，去掉重复只有 53 份" in page and "其中 11 份是别的事项办出来的批文" in page
    third = re.findall(r'href="(/plan/SF-BUILD/S3[?][^"]+)"', page)[0].replace("&amp;", "&")
    assert "14 个事项" in client.get(third).text
    said.pop("a_trees_to_fell")
    answer = client.get("/plan/SF-BUILD", query_string=said)
    assert answer.status_code == 422 and "请回答这一项。" in answer.text
    assert client.get("/plan/NOTHING").status_code == client.get("/plan/NOTHING/asked").status_code == 404


def test_of_all_stages_a_question_that_can_change_nothing_is_not_put(client: FlaskClient) -> None:
    asked = client.get("/plan/SHOP/asked", query_string={"a_has_large_outdoor_ad": "no"}).get_json()["asked"]
    assert "ad_is_temporary" not in asked and "business_kind" in asked
