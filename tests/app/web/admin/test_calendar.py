"""The calendar's pages: a year to look at, three ways to import one, the preview, and closed departments."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.web.admin import calendar_draft
from departments.models.people import Department
from tests.factories.new_year import LONGER, NUMBER, SHORTER, settle_new_year
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settle_new_year)
BAD = "一、元旦：1月1日（周一）至3日（周日）放假调休，共5天。\n二、春节：2月30日放假。"


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return visitor(app, "admin")


@pytest.fixture
def second(app: Flask) -> FlaskClient:
    return visitor(app, "second")


def pasted(admin: FlaskClient, text: str = LONGER, **more: str) -> str:
    """Propose a year by its text; the address of the preview."""
    fields = {"text-text": text, "text-year": "2027", "text-notice": NUMBER}
    answer = admin.post("/admin/calendar/import/text", data=fields | more)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def digest(page: str) -> str:
    found = re.search(r'name="digest"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_year_shows_every_month_with_its_holidays_and_the_notice(admin: FlaskClient) -> None:
    page = admin.get("/admin/calendar?year=2025").text
    assert page.count('class="bl-month"') == 12
    assert "国办发明电〔2024〕12号" in page
    assert page.count("is-make_up") == 5 + 1  # and the key
    assert "暂定" not in page


def test_a_year_without_a_notice_says_that_it_is_provisional(admin: FlaskClient) -> None:
    assert "国务院还没有公布 2027 年的放假安排" in admin.get("/admin/calendar?year=2027").text
    assert "2026 年日历" in admin.get("/admin/calendar?year=1990").text


def test_the_preview_is_counted_once_and_looked_through_as_it_was_counted(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = pasted(admin)
    first = "处变动" in admin.get(address).text
    monkeypatch.setattr(calendar_draft, "preview_of", None)  # nobody counts for a look
    page = admin.get(f"{address}?page=2").text
    assert "算出" in page and "重新算" in page and ("处变动" in page) == first
    assert admin.post(f"{address}/count").status_code == 302


def test_a_pasted_notice_is_shown_before_it_is_published(admin: FlaskClient, second: FlaskClient) -> None:
    address = pasted(admin)
    mine = admin.get(address).text
    assert "由另一位管理员确认" in mine
    assert "确认并公布" not in mine
    page = second.get(address).text
    assert "章丘国际建材家居城" in page and "明泉家居有限公司" in page
    assert "2027年1月19日（周二）" in page and "2027年1月21日（周四）" in page and "晚 2 天" in page
    answer = second.post(f"{address}/confirm", data={"digest": digest(page)})
    assert answer.status_code == 302
    assert "已公布" in second.get(address).text
    assert NUMBER in admin.get("/admin/calendar?year=2027").text


def test_every_fault_of_a_notice_is_listed_and_the_text_kept(admin: FlaskClient) -> None:
    answer = admin.post("/admin/calendar/import/text", data={"text-text": BAD, "text-year": "2027"})
    assert answer.status_code == 422
    for words in (
        "没有文号",
        "2027年1月1日（周五） 不是周一",
        "写的是共 5 天，按日期数是 3 天",
        "“2月30日”不是日期",
        "第 2 行",
    ):
        assert words in answer.text
    assert "1月1日（周一）至3日" in answer.text


def test_a_file_and_typed_days_come_in_as_well(admin: FlaskClient, second: FlaskClient) -> None:
    content = f"day,is_working,name,notice\n2027-01-01,0,元旦,{NUMBER}\n".encode("gb18030")
    address = admin.post("/admin/calendar/import/file", data={"file-file": (io.BytesIO(content), "2027.csv")})
    assert address.status_code == 302
    assert second.post(f"{address.headers['Location']}/reject", data={"words": " "}).status_code == 422
    assert second.post(f"{address.headers['Location']}/reject", data={"words": "不全"}).status_code == 302
    rows = {"rows-year": "2027", "rows-notice": NUMBER, "rows-rows-0-first": "2027-01-01", "rows-rows-0-kind": "off"}
    refused = admin.post("/admin/calendar/import/rows", data=rows)
    assert refused.status_code == 422 and "没有写是哪个节日" in refused.text and 'value="2027-01-01"' in refused.text
    assert admin.post("/admin/calendar/import/rows", data=rows | {"rows-rows-0-name": "元旦"}).status_code == 302


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x81", b"a" * 300_000, b"", b"day,is_working\n"])
def test_a_file_that_is_none_is_refused_in_words(admin: FlaskClient, content: bytes) -> None:
    data = {"file-file": (io.BytesIO(content), "x.csv")}
    assert admin.post("/admin/calendar/import/file", data=data).status_code == 422


def test_a_preview_that_changed_comes_back_before_anything_is_published(
    admin: FlaskClient, second: FlaskClient
) -> None:
    address = pasted(admin, SHORTER)
    page = second.get(address).text
    assert "不提前" in page
    assert admin.post(f"{address}/earlier", data={"reason": " "}).status_code == 422
    assert admin.post(f"{address}/earlier", data={"reason": "市政府决定"}).status_code == 302
    stale = second.post(f"{address}/confirm", data={"digest": digest(page)})
    assert stale.status_code == 409
    assert "请看一遍新的预览再确认" in stale.text and "早 2 天" in stale.text
    assert admin.post(f"{address}/confirm", data={"digest": digest(stale.text)}).status_code == 409  # four eyes
    assert second.post(f"{address}/confirm", data={"digest": digest(stale.text)}).status_code == 302


def test_a_year_waits_once_and_its_proposer_takes_it_back(admin: FlaskClient, second: FlaskClient) -> None:
    address = pasted(admin)
    again = {"text-text": SHORTER, "text-year": "2027", "text-notice": NUMBER}
    refused = second.post("/admin/calendar/import/text", data=again)
    assert refused.status_code == 422 and "已经有一份等待确认的安排" in refused.text
    assert second.post(f"{address}/withdraw").status_code == 409
    assert admin.post(f"{address}/withdraw").status_code == 302
    assert "已撤回" in admin.get(address).text


def test_the_pages_speak_english(admin: FlaskClient, second: FlaskClient) -> None:
    address = pasted(admin)
    assert "2 days later" in second.get(f"{address}?lang=en").text
    assert "Make-up working day" in admin.get("/admin/calendar?year=2026&lang=en").text
    english = admin.post("/admin/calendar/import/text", data={"text-text": BAD, "text-year": "2027"}).text
    assert "is not a Mon" in english


def department_id(app: Flask, code: str) -> str:
    with app.app_context(), reading() as session:
        return session.scalars(select(Department.public_id).where(Department.code == code)).one()


def test_a_closed_department_is_entered_shown_and_taken_back(app: Flask, admin: FlaskClient) -> None:
    fields = {
        "department": department_id(app, "GAJJ"),
        "first_on": "2099-03-02",
        "last_on": "2099-03-03",
        "reason": "档案室进水",
    }
    for wrong in (
        {"last_on": "2099-03-01"},
        {"first_on": "2020-01-01"},
        {"reason": " "},
        {"department": "x"},
        {"last_on": "?"},
    ):
        assert admin.post("/admin/calendar/closures", data=fields | wrong).status_code == 422
    assert admin.post("/admin/calendar/closures", data=fields).status_code == 302
    assert admin.post("/admin/calendar/closures", data=fields).status_code == 422
    page = admin.get("/admin/calendar/closures").text
    assert "档案室进水" in page
    found = re.search(r"/admin/calendar/closures/([^/]+)/remove", page)
    assert found and admin.post(found[0]).status_code == 302
    assert "档案室进水" not in admin.get("/admin/calendar/closures").text


def test_a_closure_is_told_on_the_queue_and_in_the_calculator_and_moves_nothing(app: Flask, admin: FlaskClient) -> None:
    fields = {
        "department": department_id(app, "GAJJ"),
        "first_on": "2099-03-02",
        "last_on": "2099-03-03",
        "reason": "档案室进水",
    }
    admin.post("/admin/calendar/closures", data=fields)
    own, other = visitor(app, "chen-GAJJ").get("/department/").text, visitor(app, "chen-YC").get("/department/").text
    assert "档案室进水" in own and "期限照算，不因停办延长" in own
    assert "档案室进水" not in other
    asked = "accepted_on=2099-02-27&limit=3&unit=WD&today=2099-02-27"
    page = app.test_client().get(f"/calculator?{asked}").text
    assert "档案室进水" in page and "2099年3月4日（周三）" in page


def test_a_second_click_on_confirming_is_the_first_ones_answer(admin: FlaskClient, second: FlaskClient) -> None:
    address = pasted(admin)
    looked = {"digest": digest(second.get(address).text)}
    answers = [second.post(f"{address}/confirm", data=looked) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert second.get(address).text.count("已经公布。") == 1
    assert admin.post(f"{address}/confirm", data=looked).status_code == 409


def test_a_line_of_the_form_that_cannot_be_is_named_by_its_number(admin: FlaskClient) -> None:
    typed = {"rows-year": "2027", "rows-notice": NUMBER}
    for line, (kind, name) in enumerate((("off", "元旦"), ("shut", "春节"))):
        typed |= {f"rows-rows-{line}-{key}": value for key, value in
                  (("first", "2027-01-04"), ("last", ""), ("kind", kind), ("name", name))}  # fmt: skip
    answer = admin.post("/admin/calendar/import/rows", data=typed)
    assert answer.status_code == 422
    assert "第 2 行" in answer.text and "这一行没有看懂" in answer.text and "Rows" not in answer.text
