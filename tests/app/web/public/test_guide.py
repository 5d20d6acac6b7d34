"""The service guide: everything that must be on display, as page and on paper, made once for all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.adapters.pdf import PdfPrinter
from app.foundation.reading import reading
from approvals.models.intake import GuidePrint
from approvals.models.traces import OutboxMessage
from approvals.usecases.letters.print_guide import print_guide
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import messages, workers_die
from tests.factories.main_job import MONDAY, at
from tests.factories.story import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
PARTS = (
    "什么情况要办",
    "要交的材料",
    "容缺受理和告知承诺",
    "怎么办",
    "办出来是什么",
    "依据",
    "时限",
    "找谁问",
    "不服怎么办",
)
CODES = [
    item["code"]
    for item in json.loads(
        (Path(__file__).parents[4] / "departments" / "data" / "catalogue.json").read_text(encoding="utf-8")
    )["items"]
]


def test_every_item_has_a_guide_with_every_part(client: FlaskClient) -> None:
    for code in CODES:
        page = client.get(f"/guide/{code}").text
        missing = [part for part in PARTS if f">{part}</h2>" not in page]
        assert (code, missing) == (code, [])


def test_the_guide_says_what_may_follow_later_and_what_it_costs(client: FlaskClient) -> None:
    page = client.get("/guide/LX-05").text
    assert "签了承诺就先受理" in page and "受理后 2 个工作日内" in page
    assert "第五十八条" in page and "60 日内申请行政复议" in page and "供地方式：" in page


def test_a_kind_of_project_has_a_guide_with_all_its_items(client: FlaskClient) -> None:
    page = client.get("/guide/type/SHOP").text
    assert all(f'href="/guide/{code}"' in page for code in CODES if code.startswith("KD-"))
    assert client.get("/guide/type/NOBODY").status_code == 404


def test_the_sample_answers_every_question_with_its_unit(client: FlaskClient) -> None:
    page = client.get("/guide/type/SF-BUILD/S1/sample").text
    assert "样表" in page and "20,000 m²" in page
    assert client.get("/guide/type/SF-BUILD/K1/sample").status_code == 404


def test_a_look_orders_nothing_and_the_paper_is_ordered_once_and_printed_for_all(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.get("/guide/LX-01/guide.pdf").status_code == 202
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(GuidePrint)) == 0
    for _ in range(2):
        assert client.post("/guide/LX-01/guide.pdf").status_code == 303
        assert "Refresh" in client.get("/guide/LX-01/guide.pdf").headers
    with app.app_context():
        with reading() as session:
            assert session.scalar(select(func.count()).select_from(GuidePrint)) == 1
            order = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "guide")).one()
        print_guide(guide=order["guide_id"], printer=Sample(), actor=SYSTEM, now=at(MONDAY))
    answer = client.get("/guide/LX-01/guide.pdf")
    assert (answer.status_code, answer.mimetype, answer.data) == (
        200,
        "application/pdf",
        b"%PDF of a page with the sample",
    )
    assert client.get("/guide/LX-01/guide.pdf?lang=en").status_code == 202


def test_a_guide_that_could_not_be_made_says_so_and_is_made_when_it_is_asked_for_again(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client.post("/guide/LX-01/guide.pdf")
    with app.app_context():
        workers_die("guide")
    page = client.get("/guide/LX-01/guide.pdf")
    assert "Refresh" not in page.headers and "试了多次都没有做成" in page.text and "再做一次" in page.text
    client.post("/guide/LX-01/guide.pdf")
    page = client.get("/guide/LX-01/guide.pdf")
    assert "Refresh" in page.headers and "正在排版" in page.text
    assert [one.dead_at for one in messages_of(app, "guide")] == [None]


def messages_of(app: Flask, kind: str) -> list[OutboxMessage]:
    with app.app_context():
        return messages(kind)


class Sample:
    """Prints nothing, and says whether the page it was given is the whole guide."""

    def print_written(self, page: str, style: str) -> bytes:
        assert style == "guide.css" and all(f"<h2>{part}</h2>" in page for part in PARTS)
        return b"%PDF of a page with the sample" if "样表" in page else b""


def test_the_paper_is_archival_and_carries_its_title(app: Flask) -> None:
    printer: PdfPrinter = app.extensions["binglian.printer"]
    page = '<!doctype html><html lang="zh"><head><title>办事指南</title></head><body><h1>办事指南</h1></body></html>'
    pdf = printer.print_written(page, "guide.css")
    assert pdf.startswith(b"%PDF") and b"pdfaid:part" in pdf
