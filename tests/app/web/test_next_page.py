from __future__ import annotations

import pytest
from flask import Flask, redirect

from app.web.next_page import next_page, page_before

ELSEWHERE = [
    "//evil.cn",
    "////evil.cn",
    "/\\evil.cn",
    "\\\\evil.cn",
    "https:evil.cn",
    "https://evil.cn/",
    "http://localhost/public/guide",
    "javascript:alert(1)",
    "/\t/evil.cn",
    "/\n/evil.cn",
    " /public/guide",
    "/%2F/evil.cn",
    "/%5Cevil.cn",
    "/nowhere",
    "/public/guide\n",
    "/public/guide\r\nX: y",
    "/static/..//evil.cn",
    "/static/%2e%2e//evil.cn",
    "/public/./guide",
    "////evil.cn/public/guide",
    "/;@evil.cn",
    "http:/public/guide",
    "/sign-out",
    "",
]


@pytest.fixture
def door(shell: Flask) -> Flask:
    shell.add_url_rule("/go", "go", lambda: redirect(next_page("/")), methods=["GET", "POST"])
    shell.add_url_rule("/sign-out", "sign_out", lambda: "", methods=["POST"])
    return shell


@pytest.mark.parametrize("target", ELSEWHERE)
def test_an_address_that_is_not_ours_leads_to_the_fallback(door: Flask, target: str) -> None:
    answer = door.test_client().get("/go", query_string={"next": target})

    assert answer.headers["Location"] == "/"


def test_a_page_of_ours_is_reached_with_its_filters(door: Flask) -> None:
    answer = door.test_client().post("/go", data={"next": "/public/guide?q=%E5%A4%87%E6%A1%88&page=2"})

    assert answer.headers["Location"] == "/public/guide?q=%E5%A4%87%E6%A1%88&page=2"


def test_the_page_before_is_the_way_back_only_when_it_is_ours(door: Flask) -> None:
    ours, theirs = {"Referer": "http://localhost/public/guide?q=1"}, {"Referer": "http://evil.cn/public/guide"}

    with door.test_request_context("/go", headers=ours):
        assert page_before("/") == "/public/guide?q=1"
    with door.test_request_context("/go", headers=theirs):
        assert page_before("/") == "/"


def test_the_way_back_from_the_address_of_a_verb_is_the_page_above_it(door: Flask) -> None:
    door.add_url_rule("/public/guide/<code>/ask", "ask", lambda code: "", methods=["POST"])

    with door.test_request_context("/go", headers={"Referer": "http://localhost/public/guide/LX-01/ask"}):
        assert page_before("/") == "/public/guide"
    with door.test_request_context("/go", headers={"Referer": "http://localhost/sign-out"}):
        assert page_before("/home") == "/home"
