"""Files and words made by somebody who knows how the check works: an answer each, and never more than is known."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfWriter

from app.adapters import seal_keys
from app.adapters.seal import FileKeySealer
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from tests.app.web.public.test_verify import asked, change, content_of, documents, dropped, printed
from tests.factories.desk import on_the_desk
from tests.support.reading import DirectReader

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)
SAYS_YES = "本文件有效放心使用"


@pytest.fixture(autouse=True)
def without_tokens_and_children(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["binglian.reader"] = DirectReader(app.extensions["binglian.sealer"].roots)


def claiming(document: Document, **facts: Any) -> bytes:
    """An empty page with the document's own facts attached, some of them changed."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_attachment("facts.json", json.dumps(dict(document.facts) | facts))
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "facts",
    [{"contact": SAYS_YES}, {"contact": [1]}, {"kind": ["receipt"]}, {"dated_on": 20260309}, {"copies_to": 7}],
)
def test_facts_of_another_shape_are_other_facts(app: Flask, client: FlaskClient, facts: dict[str, Any]) -> None:
    receipt = documents(app)[0]
    change(app, receipt, state=DocumentState.ISSUED)
    answer = dropped(client, claiming(receipt, **facts))
    assert answer.status_code == 200 and "被改动过" in answer.text and "附带的数据与登记的内容不同" in answer.text


@pytest.mark.parametrize("number", ["", " ", "\u3000", "\u200b"])
def test_a_code_without_a_number_finds_nothing(app: Flask, client: FlaskClient, number: str) -> None:
    receipt = documents(app)[0]
    change(app, receipt, state=DocumentState.ISSUED)
    assert receipt.result_number is None
    page = dropped(client, claiming(receipt, number=number)).text
    assert "查不到这份文件" in page and "明泉" not in page
    assert "明泉" not in asked(client, number, receipt.verify_code).text


def test_a_stranger_s_seal_puts_no_words_on_our_page(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    """A certificate of one's own may name any organ; the right number beside it changes nothing."""
    receipt = printed(app, documents(app)[0])
    forged = FileKeySealer(tmp_path).seal(
        claiming(receipt), organ=SAYS_YES, seal="special", reason="受理", at=dt.datetime(2026, 3, 9, 4, tzinfo=dt.UTC)
    )
    page = dropped(client, forged).text
    assert "被改动过" in page and "不是认可的机构签发的" in page and SAYS_YES not in page


@pytest.mark.parametrize("by", ["［{}］", "【{}】", "（{}）", "〖{}〗", "[ {} ]"])
def test_a_number_is_found_as_people_type_it(app: Flask, client: FlaskClient, by: str) -> None:
    receipt = documents(app)[0]
    change(app, receipt, state=DocumentState.ISSUED)
    head, rest = receipt.number.split("〔")
    year, tail = rest.split("〕")
    wide = (head + by.format(year) + tail).translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    code = "—".join((receipt.verify_code[:4], receipt.verify_code[4:8], receipt.verify_code[8:]))
    for typed in (code, f"\ufeff{receipt.verify_code.lower()}\u200b", code.replace("—", "‑")):
        assert "登记的文件有效" in asked(client, wide, typed).text


def test_our_letter_locked_with_a_password_is_no_letter_of_ours(app: Flask, client: FlaskClient) -> None:
    receipt = printed(app, documents(app)[0])
    for password in ("", "1234"):
        writer, out = PdfWriter(clone_from=io.BytesIO(content_of(app, receipt))), io.BytesIO()
        writer.encrypt(password, "owner", algorithm="AES-256")
        writer.write(out)
        page = dropped(client, out.getvalue()).text
        assert "这份文件有效" not in page and "电子印章有效" not in page


def test_a_letter_outlives_the_certificate_of_its_seal(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organ's key is renewed every few years; what was sealed before stays what it was."""
    monkeypatch.setattr(seal_keys, "_VALID_TO", dt.datetime(2026, 3, 10, tzinfo=dt.UTC))
    receipt = printed(app, documents(app)[0])
    page = dropped(client, content_of(app, receipt)).text
    assert "这份文件有效" in page and "电子印章有效" in page
