from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, g, render_template_string
from flask_login import LoginManager

from app.web.locale import other_language_url


@pytest.fixture
def page(shell: Flask) -> Flask:
    shell.add_url_rule("/page", "page", lambda: render_template_string("{{ language() }} {{ _('登录') }}"))
    return shell


def test_the_page_is_chinese_until_somebody_chooses(page: Flask) -> None:
    assert page.test_client().get("/page", headers={"Accept-Language": "en"}).text == "zh 登录"


def test_a_choice_in_the_address_lasts(page: Flask) -> None:
    client = page.test_client()

    assert client.get("/page?lang=en").text == "en Sign in"
    assert client.get("/page").text == "en Sign in"
    assert client.get("/page?lang=zh").text == "zh 登录"
    assert client.get("/page").text == "zh 登录"


def test_an_unknown_language_changes_nothing(page: Flask) -> None:
    answer = page.test_client().get("/page?lang=fr")

    assert answer.text == "zh 登录"
    assert "language=" not in answer.headers.get("Set-Cookie", "")


def test_the_account_speaks_where_the_device_has_not_chosen(page: Flask) -> None:
    person = SimpleNamespace(is_authenticated=True, person=SimpleNamespace(locale="en"))
    LoginManager(page).request_loader(lambda _request: person)
    client = page.test_client()

    assert client.get("/page").text == "en Sign in"
    client.set_cookie("language", "zh")
    assert client.get("/page").text == "zh 登录"


def test_the_switch_keeps_the_page_and_its_filters(shell: Flask) -> None:
    with shell.test_request_context("/public/guide?q=备案&page=2&lang=zh"):
        assert other_language_url() == "/public/guide?q=%E5%A4%87%E6%A1%88&page=2&lang=en"


def test_the_switch_on_an_answer_to_a_form_leads_home(shell: Flask) -> None:
    shell.add_url_rule("/send", "send", lambda: "", methods=["POST"])

    with shell.test_request_context("/send", method="POST"):
        g.language = "en"
        assert other_language_url() == "/?lang=zh"
