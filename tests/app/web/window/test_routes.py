"""The window's pages, through HTTP."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.desk import MALL, PARK, at_the_window
from tests.factories.main_job import Filed, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(at_the_window)


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    return visitor(app, "clerk")


def filed(app: Flask, project: str) -> Filed:
    with app.app_context():
        return the_case(project)


def test_the_inbox_lists_what_waits_and_leads_to_it(app: Flask, clerk: FlaskClient) -> None:
    page = clerk.get("/window/").text
    assert page.index(PARK) < page.index(MALL)
    assert f"/window/cases/{filed(app, MALL).case}" in page


def test_an_empty_tab_says_what_comes_there(clerk: FlaskClient) -> None:
    assert "没有等着补正的申报" in clerk.get("/window/?tab=correcting").text


def test_a_filter_nobody_offers_is_ignored(clerk: FlaskClient) -> None:
    assert clerk.get("/window/?tab=nothing&page=-3&q=%25").status_code == 200


def test_the_check_page_names_the_missing_paper_and_offers_the_rest(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, PARK)
    page = clerk.get(f"/window/cases/{case.case}").text
    assert "国有建设用地使用权出让合同" in page
    ticked = re.findall(r'name="tracks" value="([^"]+)" checked', page)
    assert set(ticked) == set(case.tracks.values()) - {case.tracks["LX-05"]}


def test_the_page_shows_a_paper_in_a_frame_and_loosens_nothing_else(app: Flask, clerk: FlaskClient) -> None:
    answer = clerk.get(f"/window/cases/{filed(app, MALL).case}")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "default-src 'none'" in policy


def test_a_paper_is_sent_in_a_sandbox(app: Flask, clerk: FlaskClient) -> None:
    app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", "paper.pdf")
    page = clerk.get(f"/window/cases/{filed(app, MALL).case}").text
    address = re.search(r"/window/cases/[^\"]+/papers/[^\"#?]+", page)
    assert address is not None
    answer = clerk.get(address.group())
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("username", ["chen-FGW", "lin", "du"])
def test_the_window_is_for_its_clerks(app: Flask, username: str) -> None:
    assert visitor(app, username).get("/window/").status_code == 403


def test_a_filing_that_is_not_there_is_not_found(clerk: FlaskClient) -> None:
    assert clerk.get("/window/cases/nothing").status_code == 404


def test_the_page_speaks_english_too(app: Flask, clerk: FlaskClient) -> None:
    page = clerk.get(f"/window/cases/{filed(app, PARK).case}?lang=en").text
    assert "1 paper is missing" in page
    assert "State land-use-right sale contract" in page
