"""Twenty estates, one application: from the pasted list to the member that leaves, as the pages tell it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.domain.project_code import build
from approvals.models.applicants import Project
from tests.factories.drafts import submitted
from tests.factories.main_job import the_cast
from tests.factories.packages import ESTATES, a_package, a_package_draft, cases_of
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
LIST = "小区,地址,面积\n明水第一小区,明水街道1号,1000\n明水第二小区,明水街道2号,\n明水第三小区,明水街道3号,900"
CODED = (
    f"小区,地址,面积,投资,代码\n甲小区,明水街道6号,,,\n乙小区,明水街道7号,,,{build(dt.date(2026, 5, 1), '370114', 7)}"
)
FILLED = {"theme_code": "SF-BUILD", "name": ESTATES, "reason": "同一街道、同类改造内容", "members": LIST}


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


def projects(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(Project)) or 0


def test_bad_lines_are_said_by_number_and_the_list_stays(app: Flask, lin: FlaskClient) -> None:
    wrong = FILLED | {"members": LIST + "\n第四小区\n,明水街道5号,很大", "step": "keep"}
    page = lin.post("/packages/new", data=wrong)
    assert page.status_code == 422 and projects(app) == 0
    for words in ("第 5 行：没有写地点", "第 6 行：没有写项目名称", "第 6 行：用地面积要填数字", "第四小区"):
        assert words in page.text
    assert "很大</textarea>" in page.text.replace("\n", "")
    nameless = lin.post("/packages/new", data=wrong | {"name": ""}).text
    assert "第 5 行：没有写地点" in nameless and "组包名称：" in nameless


def test_it_is_looked_over_before_it_is_kept_and_a_double_click_keeps_one(app: Flask, lin: FlaskClient) -> None:
    preview = lin.post("/packages/new", data=FILLED | {"step": "look"})
    assert preview.status_code == 200 and "建好这个组包（3 个项目）" in preview.text and projects(app) == 0
    kept = [lin.post("/packages/new", data=FILLED | {"step": "keep"}).location for _ in range(2)]
    assert kept[0] == kept[1] and projects(app) == 4
    coded = FILLED | {"name": "另一个组包", "members": CODED, "step": "keep"}
    twice = [lin.post("/packages/new", data=coded).location for _ in range(2)]
    assert twice[0] == twice[1] and projects(app) == 7
    taken = lin.post("/packages/new", data=coded | {"name": "第三个组包"})
    assert (taken.status_code, projects(app)) == (422, 7) and "第 3 行" in taken.text
    page = lin.get(kept[0]).text
    assert "明水第三小区" in page and "先选阶段、填表" in page
    mine = lin.get("/enterprise/").text
    assert "3 个项目" in mine and "明水第三小区" not in mine


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_sheet_saved_as_text_is_read_and_shown_first(app: Flask, lin: FlaskClient, encoding: str) -> None:
    sent = FILLED | {"members": "", "step": "keep", "file": (io.BytesIO(LIST.encode(encoding)), "名单.csv")}
    page = lin.post("/packages/new", data=sent)
    assert page.status_code == 200 and "明水街道3号" in page.text and projects(app) == 0


def test_what_is_no_text_is_refused_beside_the_file(app: Flask, lin: FlaskClient) -> None:
    page = lin.post("/packages/new", data=FILLED | {"file": (io.BytesIO(b"PK\x03\x04\x00\x00"), "名单.xlsx")})
    assert page.status_code == 422 and "另存为 CSV" in page.text and "明水第三小区" in page.text


def test_the_package_stands_on_every_page_that_handles_it(app: Flask, lin: FlaskClient) -> None:
    with app.app_context():
        cast = the_cast()
        package = a_package(cast, 3)
        draft = a_package_draft(cast, package)
    chosen = {"LX-05": "per_member", "LX-13": "per_package", "LX-01": "nonsense"}
    assert lin.post(f"/packages/{package}/scopes", data=chosen).status_code == 302
    assert "组包：3 个项目，一次申报" in lin.get(f"/enterprise/drafts/{draft.case}/review").text
    with app.app_context():
        submitted(cast, draft, now=now() - dt.timedelta(days=3))
        whole, *members = cases_of(draft.case)
    assert "第 2 个项目" in lin.get(f"/enterprise/cases/{members[1].case}").text
    clerk = visitor(app, "clerk")
    check = clerk.get(f"/window/cases/{whole.case}").text
    assert "一次受理所有项目的" in check and "（各项目的事项要用" in check
    said = clerk.post(f"/window/cases/{whole.case}/members/accept", follow_redirects=True).text
    assert "3 个项目的事项已经受理" in said and "一次受理所有项目的" not in said
    assert "都已经答复过了" in clerk.post(f"/window/cases/{whole.case}/members/accept", follow_redirects=True).text
    page = lin.get(f"/packages/{package}").text
    leave = page.split("/leave")[0].rsplit('"', 1)[1] + "/leave"
    assert "其他 2 个项目照常办理" in lin.get(leave).text
    assert "已经退出组包" in lin.post(leave, follow_redirects=True).text
    assert "项目名单" in lin.get(f"/enterprise/cases/{whole.case}").text
    assert f"/enterprise/cases/{whole.case}" in page
