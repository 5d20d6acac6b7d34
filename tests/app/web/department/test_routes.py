"""The pages of the desk, through HTTP."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.factories.desk import MALL, on_the_desk
from tests.factories.main_job import Filed, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case(MALL)


def test_the_queue_opens_on_what_is_mine(app: Flask, filed: Filed) -> None:
    page = visitor(app, "chen-GAJJ").get("/department/").text
    assert f"/department/tracks/{filed.tracks['LX-13']}" in page
    assert "data-queue" in page


def test_an_empty_desk_leads_to_what_waits(app: Flask) -> None:
    page = visitor(app, "chen-STHJ").get("/department/").text
    assert "您手上没有件" in page
    assert "tab=unassigned" in page


def test_filters_nobody_offers_are_ignored(app: Flask) -> None:
    answer = visitor(app, "chen-STHJ").get("/department/?tab=x&light=x&sort=x&page=x&item=x&q=%25")
    assert answer.status_code == 200


def test_the_track_page_names_every_blocker_and_disables_the_grant(app: Flask, filed: Filed) -> None:
    page = visitor(app, "chen-GAJJ").get(f"/department/tracks/{filed.tracks['LX-13']}").text
    assert "交通影响评价报告" in page
    assert "现在还不能准予" in page
    assert re.search(r'value="grant" disabled', page)
    assert not re.search(r'value="refuse" disabled', page)


def test_the_track_page_tells_the_reminder_and_the_question(app: Flask, filed: Filed) -> None:
    page = visitor(app, "chen-GAJJ").get(f"/department/tracks/{filed.tracks['LX-13']}").text
    assert "请关注评审进度。" in page
    assert "评审会要我们到场吗？" in page


def test_a_colleague_who_did_not_claim_it_cannot_propose(app: Flask, filed: Filed) -> None:
    page = visitor(app, "wu-GAJJ").get(f"/department/tracks/{filed.tracks['LX-13']}").text
    assert "propose-findings" not in page


def test_the_track_of_another_department_is_not_found(app: Flask, filed: Filed) -> None:
    assert visitor(app, "chen-WL").get(f"/department/tracks/{filed.tracks['LX-13']}").status_code == 404


@pytest.mark.parametrize("username", ["clerk", "lin", "guan", "du"])
def test_the_desk_is_for_its_department(app: Flask, username: str) -> None:
    assert visitor(app, username).get("/department/").status_code == 403


def test_papers_are_read_by_the_department_that_wants_them_and_by_nobody_else(app: Flask, filed: Filed) -> None:
    app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", "paper.pdf")
    page = visitor(app, "chen-GAJJ").get(f"/department/tracks/{filed.tracks['LX-13']}").text
    address = re.search(r"/department/tracks/[^\"]+/papers/[^\"#?]+/1", page)
    assert address is not None
    assert visitor(app, "chen-GAJJ").get(address.group()).mimetype == "application/pdf"
    assert visitor(app, "chen-WL").get(address.group()).status_code == 404
    assert visitor(app, "lin").get(address.group()).status_code == 404


def test_the_page_speaks_english_too(app: Flask, filed: Filed) -> None:
    page = visitor(app, "chen-GAJJ").get(f"/department/tracks/{filed.tracks['LX-13']}?lang=en").text
    assert "Traffic impact review" in page
    assert "It cannot be granted yet" in page
