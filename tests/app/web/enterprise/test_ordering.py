"""The next stage ordered on its last page, taken back, offered when its prerequisites are there."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case, Track
from approvals.models.filing_orders import FilingOrder
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.end_order import end_order
from approvals.usecases.enterprise.save_answers import save_answers
from departments.domain.actor import SYSTEM
from departments.queries.catalogue import current_catalogue
from tests.factories.ahead import TUESDAY, first_in_handling
from tests.factories.drafts import version_of
from tests.factories.main_job import MARKET, Filed, at, decide, the_case, the_cast
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(first_in_handling)


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


def case_of(app: Flask, stage: str) -> str:
    with app.app_context(), reading() as session:
        return session.scalars(select(Case.public_id).where(Case.stage_code == stage)).one()


def ordered(app: Flask, lin: FlaskClient, **said: str) -> tuple[int, str]:
    case = case_of(app, "S2")
    with app.app_context():
        form = {"version": str(version_of(case)), "action": "order", "consents_upstream": "y"} | said
    answer = lin.post(f"/enterprise/drafts/{case}/review", data=form)
    return answer.status_code, answer.text


def page(app: Flask, lin: FlaskClient) -> str:
    return lin.get(f"/enterprise/drafts/{case_of(app, 'S2')}/review").text


def test_the_last_page_offers_to_file_it_by_itself_and_says_what_it_waits_for(app: Flask, lin: FlaskClient) -> None:
    text = page(app, lin)
    assert "结果一到就提交" in text
    assert "建设用地规划许可证核发" in text


def test_what_comes_of_a_stage_nobody_applied_for_is_not_asked_of_the_applicant(app: Flask, lin: FlaskClient) -> None:
    with app.app_context():
        cast = the_cast()
        with reading() as session:
            fields = current_catalogue(session).catalogue.stage_fields("SF-BUILD", "S3")
        case = draft_case(project=the_case().project, stage_code="S3", actor=cast.lin, now=at(TUESDAY))
        given = {field.key: field.default for field in fields}
        save_answers(case=case, answers=given, version=1, actor=cast.lin, now=at(TUESDAY))
    text = lin.get(f"/enterprise/drafts/{case}/review").text
    assert "先申报“建设工程规划许可证核发、" in text and "补齐缺的" not in text


def test_an_order_is_seen_and_taken_back(app: Flask, lin: FlaskClient) -> None:
    code, text = ordered(app, lin)
    assert (code, "请确认" in text) == (422, True)
    assert ordered(app, lin, truth_declared="y")[0] == 302
    assert "已经委托" in page(app, lin)
    assert lin.post(f"/enterprise/drafts/{case_of(app, 'S2')}/order").status_code == 302
    assert "已经委托" not in page(app, lin)


def test_an_edit_takes_the_order_back_and_the_page_says_so(app: Flask, lin: FlaskClient) -> None:
    assert ordered(app, lin, truth_declared="y")[0] == 302
    with app.app_context():
        save_answers(case=case_of(app, "S2"), answers={"land_area_m2": 1234}, actor=the_cast().lin, now=at(TUESDAY))
    text = page(app, lin)
    assert "那次委托已经失效" in text
    assert "撤回委托" not in text


def test_why_it_was_not_filed_stands_on_the_page_in_a_sentence(app: Flask, lin: FlaskClient) -> None:
    ordered(app, lin, truth_declared="y")
    with app.app_context():
        with reading() as session:
            order = session.scalars(select(FilingOrder.id)).one()
        end_order(order=order, refused=Refusal("order_incomplete", count=2), actor=SYSTEM, now=at(TUESDAY))
    assert "没有自动提交：还缺 2 份要交的材料" in page(app, lin)


def test_the_project_and_the_to_do_list_offer_the_stage_whose_prerequisites_are_granted(
    app: Flask, lin: FlaskClient
) -> None:
    assert "可以接着办" not in lin.get("/enterprise/todo").text
    with app.app_context():
        with reading() as session:
            tracks = dict(session.execute(select(Track.item_code, Track.public_id)).all())
        for item in ("LX-01", "LX-05"):
            decide(the_cast(), Filed("", "", tracks), item, day=TUESDAY)
    text = lin.get("/enterprise/todo").text
    assert "可以接着办" in text
    assert MARKET in text
    assert f"/enterprise/drafts/{case_of(app, 'S2')}/review" in text
