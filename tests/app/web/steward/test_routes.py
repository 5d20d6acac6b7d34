"""The steward at work: board, cockpit, reminder, answer, confirmation."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.main_job import Filed, the_case
from tests.factories.story import all_decided, week_on
from tests.support.visitors import visitor


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


@pytest.fixture
def guan(app: Flask) -> FlaskClient:
    return visitor(app, "guan")


def cockpit(filed: Filed) -> str:
    return f"/steward/projects/{filed.project}"


@pytest.mark.starts_from.with_args(week_on)
def test_the_board_links_each_cell_to_its_item(guan: FlaskClient, filed: Filed) -> None:
    page = guan.get("/steward/").text
    assert f"{cockpit(filed)}#t-{filed.tracks['LX-07']}" in page
    assert "1 个项目" in page


@pytest.mark.starts_from.with_args(week_on)
def test_the_cockpit_shows_every_item_with_blockers_promises_and_questions(guan: FlaskClient, filed: Filed) -> None:
    page = guan.get(cockpit(filed)).text
    assert all(f't-{track}"' in page for track in filed.tracks.values())
    assert "什么时候能拿到证？" in page
    assert "现状地形图" in page
    assert "bl-block" in page


@pytest.mark.starts_from.with_args(week_on)
def test_a_reminder_is_kept_beside_the_button(guan: FlaskClient, filed: Filed) -> None:
    track = filed.tracks["LX-10"]
    sent = guan.post(f"{cockpit(filed)}/tracks/{track}/remind", data={f"r{track}-text": "请本周安排评审。"})
    assert sent.status_code == 302
    page = guan.get(sent.location).text
    assert "请本周安排评审。" in page
    assert "已提醒 1 次" in page


@pytest.mark.starts_from.with_args(week_on)
def test_a_double_click_reminds_once(guan: FlaskClient, filed: Filed) -> None:
    track = filed.tracks["LX-13"]
    for _ in range(2):
        sent = guan.post(f"{cockpit(filed)}/tracks/{track}/remind", data={f"r{track}-text": "请本周安排评审。"})
        assert sent.status_code == 302
    assert guan.get(cockpit(filed)).text.count("请本周安排评审。") == 1


@pytest.mark.starts_from.with_args(week_on)
def test_a_reminder_without_words_is_asked_for_them_in_its_place(guan: FlaskClient, filed: Filed) -> None:
    track = filed.tracks["LX-10"]
    answer = guan.post(f"{cockpit(filed)}/tracks/{track}/remind", data={f"r{track}-text": "  "})
    assert answer.status_code == 422
    assert f'href="#r{track}-text"' in answer.text


@pytest.mark.starts_from.with_args(week_on)
def test_an_answer_is_given_once(guan: FlaskClient, filed: Filed) -> None:
    address = re.search(r"/steward/projects/[^\"]+/questions/(\d+)/answer", guan.get(cockpit(filed)).text)
    assert address is not None
    field = f"q{address.group(1)}-text"
    assert guan.post(address.group(), data={field: "周五上午。"}).status_code == 302
    assert "周五上午。" in guan.get(cockpit(filed)).text
    assert guan.post(address.group(), data={field: "周六。"}).status_code == 409


@pytest.mark.starts_from.with_args(week_on)
def test_a_running_case_cannot_be_confirmed_and_the_page_says_why(guan: FlaskClient, filed: Filed) -> None:
    page = guan.get(cockpit(filed)).text
    assert "还有 5 个事项没有结果" in page
    assert "它本身没有法律效力" in page
    assert guan.post(f"{cockpit(filed)}/cases/{filed.case}/confirm").status_code == 409


@pytest.mark.starts_from.with_args(all_decided)
def test_a_concluded_case_is_confirmed_once(guan: FlaskClient, filed: Filed) -> None:
    address = f"{cockpit(filed)}/cases/{filed.case}/confirm"
    assert address in guan.get(cockpit(filed)).text
    assert guan.post(address).status_code == 302
    page = guan.get(cockpit(filed)).text
    assert address not in page
    assert "正在盖章" in page


@pytest.mark.starts_from.with_args(week_on)
@pytest.mark.parametrize(("who", "status"), [("zhao", 404), ("lin", 403), ("clerk", 403), ("du", 403)])
def test_nobody_else_opens_the_cockpit(app: Flask, filed: Filed, who: str, status: int) -> None:
    assert visitor(app, who).get(cockpit(filed)).status_code == status


@pytest.mark.starts_from.with_args(week_on)
def test_the_pages_speak_english(guan: FlaskClient, filed: Filed) -> None:
    assert "Confirmation of the whole case" in guan.get(f"{cockpit(filed)}?lang=en").text
    assert "1 project" in guan.get("/steward/?lang=en").text
