"""What anybody may read, through HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories.desk import on_the_desk

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


def test_the_front_page_says_what_is_under_way(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "各部门同时办" in page
    assert "<b>1</b><span>个项目在办" in page
    assert "<b>9</b><span>份材料免于重复提交" in page


def test_the_guide_has_every_item_and_finds_one_by_name(client: FlaskClient) -> None:
    page = client.get("/guide").text
    assert page.count("/guide/") >= 61
    found = client.get("/guide?q=考古").text
    assert "LX-10" in found and "LX-05" not in found


def test_a_search_without_result_says_what_to_do_next(client: FlaskClient) -> None:
    assert "没有找到“<b>”" not in client.get("/guide?q=<b>").text
    assert "看全部事项" in client.get("/guide?q=<b>").text


def test_an_item_tells_limit_papers_basis_and_what_may_follow(client: FlaskClient) -> None:
    page = client.get("/guide/LX-05").text
    assert "现状地形图（1:500）" in page and "签承诺后可后补，受理后 2 个工作日内" in page
    assert "主要材料，不能后补" in page and "《城乡规划法》第三十七条" in page


def test_an_item_nobody_knows_is_a_404_in_our_layout(client: FlaskClient) -> None:
    answer = client.get("/guide/XX-99")
    assert answer.status_code == 404 and "bl-brand" in answer.text


def test_the_english_page_speaks_english(client: FlaskClient) -> None:
    page = client.get("/guide/LX-05?lang=en").text
    assert "Land-use planning permit" in page and "may follow under a signed promise" in page


def test_every_state_is_explained(client: FlaskClient) -> None:
    page = client.get("/states").text
    assert "等待前置" in page and "已撤件" in page
    assert "12 办结，容缺通过" in page and "这里写作：审查中、待签发" in page
