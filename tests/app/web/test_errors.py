from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask, abort

from app.factory import create_app
from app.foundation.settings import Settings
from approvals.domain.events import Tag
from approvals.domain.outcome import Blocker
from approvals.domain.refusals import Blocked, Invalid, NotAllowed, NotFound, Refusal, Stale

WHEN = dt.datetime(2026, 3, 9, 7, 32, tzinfo=dt.UTC)
RAISED = {
    "absent": lambda: NotFound(),
    "stale": lambda: Stale(tag=Tag.TRACK_SIGNED, actor_id=None, at=WHEN),
    "move": lambda: Refusal("no_such_move", state="granted", verb="claim"),
    "theirs": lambda: NotAllowed("decide_only"),
    "wrong": lambda: Invalid({"uscc": ("uscc_length", {"length": 17}), "name": ("required", {})}),
    "blocked": lambda: Blocked((Blocker("second_officer_missing", {}),)),
}


@pytest.fixture
def house(shell: Flask) -> Flask:
    def refuse(name: str) -> str:
        raise RAISED[name]()

    shell.add_url_rule("/refuse/<name>", "refuse", refuse)
    shell.add_url_rule("/api/refuse/<name>", "api_refuse", refuse)
    shell.add_url_rule("/abort/<int:code>", "abort", lambda code: abort(code))
    shell.add_url_rule("/crash", "crash", lambda: str(1 // 0))
    return shell


def test_a_foreign_thing_answers_exactly_as_an_absent_one(house: Flask) -> None:
    client = house.test_client()

    foreign, absent = client.get("/refuse/absent"), client.get("/nowhere")

    assert foreign.status_code == absent.status_code == 404
    assert foreign.text.replace("/refuse/absent", "") == absent.text.replace("/nowhere", "")


def test_a_stale_page_says_what_happened_and_when(house: Flask) -> None:
    answer = house.test_client().get("/refuse/stale", headers={"Referer": "http://localhost/public/guide"})

    assert answer.status_code == 409
    assert "签发人作出决定" in answer.text
    assert "2026年3月9日（周一）15:32" in answer.text
    assert 'href="/public/guide"' in answer.text


def test_a_blocked_grant_names_its_reasons(house: Flask) -> None:
    answer = house.test_client().get("/refuse/blocked")

    assert answer.status_code == 409
    assert "现场踏勘记录只有一名工作人员" in answer.text


def test_wrong_input_that_no_form_took_is_listed(house: Flask) -> None:
    answer = house.test_client().get("/refuse/wrong")

    assert answer.status_code == 422
    assert "现在是 17 位" in answer.text and "这一项必须填。" in answer.text


def test_a_step_of_another_person_is_forbidden_in_words(house: Flask) -> None:
    answer = house.test_client().get("/refuse/theirs")

    assert answer.status_code == 403
    assert "这一步由承办部门的签发人办理。" in answer.text


@pytest.mark.parametrize(("code", "page"), [(400, 400), (405, 405), (413, 413), (429, 429)])
def test_every_refusal_of_the_web_has_our_layout(house: Flask, code: int, page: int) -> None:
    answer = house.test_client().get(f"/abort/{code}")

    assert answer.status_code == page
    assert "bl-error-page" in answer.text


def test_a_crash_shows_a_page_without_its_cause(house: Flask) -> None:
    answer = house.test_client().get("/crash")

    assert answer.status_code == 500
    assert "系统出错" in answer.text
    assert "ZeroDivision" not in answer.text


def test_a_machine_gets_the_code_and_the_sentence(house: Flask) -> None:
    answer = house.test_client().get("/api/refuse/move")

    assert answer.status_code == 409
    assert answer.json == {"code": "no_such_move", "status": 409, "detail": "现在的状态是“已准予”，不能办这一步。"}


def test_error_pages_speak_english_too(house: Flask) -> None:
    answer = house.test_client().get("/refuse/move?lang=en")

    assert "It is now “Granted”, so this step is not possible." in answer.text


def test_a_database_that_is_away_is_a_page_of_ours_and_not_a_crash(settings: Settings) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
    client = create_app(replace(settings, database_url=nowhere, mode="demo")).test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session.update(sign_in="a token from before", _user_id="1")

    for path in ("/", "/enterprise/", "/guide"):
        answer = client.get(path)

        assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
        assert "bl-error-page" in answer.text and "cannot reach its database" in answer.text
        assert "psycopg" not in answer.text and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/healthz").status_code == 200 and client.get("/readyz").status_code == 503
