"""A bulletin through the pages: the figures, the form, the published one, and who may read it."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from tests.factories.story import print_everything, week_on
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(week_on)
MARCH = "/supervision/months/370114/2026-03"
SAID = {"next_steps": "逐件查明原因", "copies_to": "区政府办公室"}


def test_a_bulletin_is_published_read_and_corrected(app: Flask) -> None:
    du, head, tax_head = visitor(app, "du"), visitor(app, "wu-ZRZY"), visitor(app, "wu-TAX")
    assert "还没有发布过通报" in head.get("/supervision/bulletins").text
    page = du.get(MARCH).text
    assert "各部门的数字" in page and "发布通报" in page and "bl-meter" in page
    refused = du.post(MARCH, data=SAID | {"praised": "没有原因"})
    assert refused.status_code == 422 and "名称：原因" in refused.text and "逐件查明原因" in refused.text
    draft = du.post(MARCH, data=SAID | {"step": "draft"})
    assert draft.status_code == 303 and "/previews/" in draft.headers["Location"]
    sent = du.post(MARCH, data=SAID)
    assert sent.status_code == 302, sent.text
    address = sent.headers["Location"]
    assert du.post(MARCH, data=SAID).status_code == 422
    with app.app_context():
        print_everything("0" * 64, dt.datetime(2026, 4, 9, tzinfo=dt.UTC))
    assert "iframe" in du.get(address).text and "iframe" in head.get(address).text
    assert "更正笔误" in du.get(address).text and "更正笔误" not in head.get(address).text
    assert head.post(address).status_code == 403 and tax_head.get(address).status_code == 404
    wrong = du.post(address, data={"wrong": "没有写过的", "right": "对的", "reason": "笔误"})
    assert wrong.status_code == 422 and "没有写过的" in wrong.text
    done = du.post(address, data={"wrong": "逐件查明", "right": "逐项查明", "reason": "笔误"})
    assert done.status_code == 302 and "被更正后的通报替代" in du.get(address).text
    assert "章审通〔2026〕" in head.get("/supervision/bulletins").text


def test_a_month_that_is_not_one_is_not_there(app: Flask) -> None:
    du = visitor(app, "du")
    for month in ("2026-13", "2026-3", "march"):
        assert du.get(f"/supervision/months/370114/{month}").status_code == 404
    assert du.get("/supervision/months/999999/2026-03").status_code == 404
