"""Progress by case number and code: states and days, and no guessing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.web.throttle import PER_PERSON
from approvals.models.cases import Case
from tests.factories.desk import on_the_desk

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture
def receipt(app: Flask) -> dict[str, str]:
    """What is printed on Lin's receipt."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), reading() as session:
        case = session.scalars(select(Case)).one()
        return {"case_no": case.case_no or "", "code": case.progress_code or ""}


def test_number_and_code_show_every_item_and_no_paper(client: FlaskClient, receipt: dict[str, str]) -> None:
    page = client.post("/progress", data=receipt).text
    assert "建设项目交通影响评价审查" in page and "公安局交通警察大队" in page
    assert "交通影响评价报告" not in page and "林晓" not in page
    assert "3 已受理" in page and "8 部门办理" in page


def test_blanks_and_small_letters_are_forgiven(client: FlaskClient, receipt: dict[str, str]) -> None:
    number, code = receipt["case_no"], receipt["code"]
    typed = {"case_no": f" {number[:6]} {number[6:]}", "code": code.lower().replace("0", "o").replace("1", "l")}
    assert client.post("/progress", data=typed).status_code == 200


def test_a_wrong_code_and_an_unknown_number_answer_alike(client: FlaskClient, receipt: dict[str, str]) -> None:
    wrong = client.post("/progress", data=receipt | {"code": "ZZZZZZ"})
    unknown = client.post("/progress", data=receipt | {"case_no": "1" * 19})
    assert wrong.status_code == unknown.status_code == 422
    assert "编号和查询码对不上" in wrong.text and "编号和查询码对不上" in unknown.text
    assert receipt["case_no"] in wrong.text


def test_guessing_ends_after_a_few_tries_even_with_the_right_code(client: FlaskClient, receipt: dict[str, str]) -> None:
    for _ in range(PER_PERSON):
        client.post("/progress", data=receipt | {"code": "ZZZZZZ"})
    answer = client.post("/progress", data=receipt)
    assert answer.status_code == 429 and "试的次数太多了" in answer.text
