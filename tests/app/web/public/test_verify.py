"""Is it genuine? By number and code, and by the sealed PDF itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfWriter
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.adapters.file_reader import Looked
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.web.public.judging import LARGEST_LETTER, judge_number
from app.web.throttle import PER_ADDRESS, PER_PERSON
from approvals.domain.states import DocumentState
from approvals.models.bundles import Bundle
from approvals.models.letters import Document
from approvals.usecases.letters.print_document import Press, print_document
from departments.domain.actor import SYSTEM
from tests.factories.desk import MONDAY, on_the_desk
from tests.factories.main_job import at
from tests.support.reading import DirectReader
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture(autouse=True)
def without_tokens_and_children(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["binglian.reader"] = DirectReader(app.extensions["binglian.sealer"].roots)


def documents(app: Flask) -> list[Document]:
    with app.app_context(), reading() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def asked(client: FlaskClient, number: str, code: str) -> TestResponse:
    return client.get("/verify", query_string={"n": number, "c": code})


def dropped(client: FlaskClient, content: bytes) -> TestResponse:
    return client.post("/verify", data={"file": (io.BytesIO(content), "批文.pdf")})


def change(app: Flask, document: Document, **values: object) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Document).where(Document.id == document.id).values(**values))


def printed(app: Flask, document: Document) -> Document:
    """The document after the worker has printed and sealed it."""
    named = app.extensions
    press = Press(named["binglian.printer"], named["binglian.sealer"], named["binglian.files"])
    with app.app_context():
        print_document(document=document.id, press=press, actor=SYSTEM, now=at(MONDAY, 12))
    return next(each for each in documents(app) if each.id == document.id)


def test_number_and_code_find_the_document_and_its_least_facts(app: Flask, client: FlaskClient) -> None:
    receipt = documents(app)[0]
    change(app, receipt, state=DocumentState.ISSUED)
    page = asked(client, receipt.number, receipt.verify_code).text
    assert "登记的文件有效" in page and receipt.number in page and "还没有比对文件" in page
    assert "明泉****公司" in page and "明泉家居有限公司" not in page and "送达" not in page


def test_brackets_blanks_and_look_alikes_are_forgiven(app: Flask, client: FlaskClient) -> None:
    receipt = documents(app)[0]
    typed = receipt.number.replace("〔", "[").replace("〕", " ]")
    code = f"{receipt.verify_code[:4]}-{receipt.verify_code[4:8]} {receipt.verify_code[8:]}".lower()
    assert "文号是真的，文件还在制作" in asked(client, typed, code).text


@pytest.mark.parametrize(("state", "said"), [(DocumentState.REPLACED, "已被替换"), (DocumentState.REVOKED, "已被撤销")])
def test_a_document_that_no_longer_holds_says_so(
    app: Flask, client: FlaskClient, state: DocumentState, said: str
) -> None:
    receipt, newer = documents(app)[:2]
    change(app, receipt, state=state, replaced_by_id=newer.id, revoked_on=dt.date(2026, 3, 20))
    page = asked(client, receipt.number, receipt.verify_code).text
    assert said in page and newer.number in page and f"c={newer.verify_code}" in page


def test_the_code_of_one_document_does_not_vouch_for_the_number_of_another(app: Flask, client: FlaskClient) -> None:
    receipt, other = documents(app)[0], documents(app)[-1]
    page = asked(client, receipt.number, other.verify_code).text
    assert "查不到这份文件" in page and "明泉家居" not in page


def test_half_a_question_is_told_what_is_missing(client: FlaskClient) -> None:
    answer = client.get("/verify?n=章审收")
    assert answer.status_code == 422 and "这一项必须填。" in answer.text


def test_a_picture_or_nothing_at_all_is_told_what_to_bring(client: FlaskClient) -> None:
    assert "请先选一个 PDF 文件" in client.post("/verify", data={}).text
    assert "这不是 PDF 文件" in dropped(client, b"GIF89a").text


def test_a_pdf_from_elsewhere_is_unknown(client: FlaskClient) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    page = dropped(client, out.getvalue()).text
    assert "查不到这份文件" in page and "没有能读出的电子印章" in page


def test_hostile_bytes_are_unknown_and_nothing_worse(client: FlaskClient) -> None:
    assert "查不到这份文件" in dropped(client, b"%PDF-1.7\n" + b"\xff" * 4096).text


def test_the_printed_pdf_is_valid_and_one_changed_byte_makes_it_altered(app: Flask, client: FlaskClient) -> None:
    receipt = printed(app, documents(app)[0])
    content = app.extensions["binglian.files"].path(str(receipt.sha256)).read_bytes()
    page = dropped(client, content).text
    assert "这份文件有效" in page and "电子印章有效" in page and receipt.number in page
    assert 'is-back">' not in page
    place = content.index(b"/Type /Page")
    altered = content[:place] + b"/type" + content[place + 5 :]
    page = dropped(client, altered).text
    assert "被改动过" in page and receipt.number in page and "电子印章有效" not in page
    assert "文件自称的文号和验证码在登记簿里" in page and "盖章以后文件被改动或者追加过" in page
    assert "被改动过" in dropped(client, content + b"\n% a note added later").text


def test_the_applicant_s_own_letter_is_valid_without_a_seal(app: Flask, client: FlaskClient) -> None:
    letter = printed(app, next(each for each in documents(app) if each.kind == "deferral_commitment"))
    page = dropped(client, app.extensions["binglian.files"].path(str(letter.sha256)).read_bytes()).text
    assert "这份文件有效" in page and "由申请人签署，不盖机关的章" in page and "电子印章有效" not in page


def test_guessing_numbers_and_codes_ends(app: Flask, client: FlaskClient) -> None:
    receipt = documents(app)[0]
    for _ in range(PER_PERSON):
        asked(client, receipt.number, "ABCDEFGHJKMN")
    answer = asked(client, receipt.number, receipt.verify_code)
    assert answer.status_code == 429 and "试的次数太多了" in answer.text and "明泉家居" not in answer.text
    for number in range(PER_ADDRESS):
        asked(client, f"章审收〔2026〕{number}号", "ABCDEFGHJKMN")
    assert "试的次数太多了" in asked(client, documents(app)[1].number, documents(app)[1].verify_code).text


def test_a_code_of_signs_no_code_has_is_unknown(app: Flask, client: FlaskClient) -> None:
    for code in ("!!!!!!!!!!!!", "é" * 12, "１２３４", "%00"):
        assert asked(client, documents(app)[0].number, code).status_code in (200, 422)


def test_one_file_sent_again_and_again_is_taken_apart_only_so_often(client: FlaskClient) -> None:
    content = b"%PDF-1.7\n" + b"1 0 obj\n" * 1000
    for _ in range(PER_PERSON):
        assert "查不到这份文件" in dropped(client, content).text
    assert "试的次数太多了" in dropped(client, content).text


def test_a_file_larger_than_any_letter_is_unknown_without_being_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.extensions, "binglian.reader", None)
    assert "查不到这份文件" in dropped(client, b"%PDF-1.7\n" + b"1 0 obj\n" * (LARGEST_LETTER // 8)).text


def content_of(app: Flask, document: Document) -> bytes:
    return bytes(app.extensions["binglian.files"].path(str(document.sha256)).read_bytes())


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer_by_the_same_questions(
    app: Flask, client: FlaskClient
) -> None:
    receipt, other = documents(app)[0], documents(app)[-1]
    pairs = [
        (receipt.number, "ABCDEFGHJKMN"),
        ("章审收〔2099〕9号", "ABCDEFGHJKMN"),
        (receipt.number, other.verify_code),
    ]
    pages = [asked(client, *pair).text for pair in pairs]
    answers = [re.sub(r"value=\"[^\"]*\"|20\d\d[^<]*", "", page) for page in pages]
    assert answers[0] == answers[1] == answers[2] and "查不到这份文件" in answers[0]
    with app.app_context():
        questions = [statements_of(lambda pair=pair: judge_number(*pair)) for pair in pairs]
    assert questions[0] == questions[1] == questions[2]
    assert len([one for one in questions[0] if one.startswith("SELECT")]) == 1


def test_a_file_that_was_right_once_says_what_took_its_place(app: Flask, client: FlaskClient) -> None:
    receipt, newer = printed(app, documents(app)[0]), documents(app)[1]
    change(app, receipt, state=DocumentState.REPLACED, replaced_by_id=newer.id)
    page = dropped(client, content_of(app, receipt)).text
    assert "已被替换" in page and newer.number in page and "一个字节也没有改动" in page and "电子印章有效" in page


def test_a_revoked_file_names_the_day_and_the_decision(app: Flask, client: FlaskClient) -> None:
    receipt, decision = printed(app, documents(app)[0]), documents(app)[1]
    values = {"replaced_by_id": decision.id, "revoked_on": dt.date(2026, 3, 20)}
    change(app, receipt, state=DocumentState.REVOKED, **values)
    page = dropped(client, content_of(app, receipt)).text
    assert "已被撤销" in page and "2026年3月20日" in page and "撤销的决定" in page and decision.number in page


def test_what_another_system_made_is_known_by_its_fingerprint_alone(app: Flask, client: FlaskClient) -> None:
    kept = b"PK\x03\x04 an OFD as it came"
    sha256 = hashlib.sha256(kept).hexdigest()
    values = {"is_elsewhere": True, "sha256": sha256, "state": DocumentState.ISSUED}
    change(app, documents(app)[0], **values)
    app.extensions["binglian.reader"] = None
    page = dropped(client, kept).text
    assert "这份文件有效" in page and "签发机关自己的业务系统" in page and "电子印章有效" not in page


def test_a_file_claiming_a_document_must_know_its_number_too(app: Flask, client: FlaskClient) -> None:
    receipt = printed(app, documents(app)[0])
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    facts = {"number": "章审收〔2099〕9号", "verify_code": receipt.verify_code}
    writer.add_attachment("facts.json", json.dumps(facts))
    writer.write(out)
    page = dropped(client, out.getvalue()).text
    assert "查不到这份文件" in page and "明泉" not in page


def test_the_register_s_own_bytes_with_another_seal_are_not_called_valid(app: Flask, client: FlaskClient) -> None:
    receipt = printed(app, documents(app)[0])
    change(app, receipt, facts=dict(receipt.facts) | {"organ": "另一个机关"})
    page = dropped(client, content_of(app, receipt)).text
    assert "不能确认这份文件" in page and "机关与登记的签发机关不同" in page and "这份文件有效" not in page


def test_a_seal_that_could_not_be_read_this_time_says_so(app: Flask, client: FlaskClient) -> None:
    receipt = printed(app, documents(app)[0])
    app.extensions["binglian.reader"] = Tired()
    page = dropped(client, content_of(app, receipt)).text
    assert "这份文件有效" in page and "这次没能查验电子印章" in page


class Tired:
    """A reader that always runs out of time."""

    def look(self, content: bytes) -> Looked:
        return Looked(is_read=False)


def test_a_reading_copy_is_told_from_a_letter(app: Flask, client: FlaskClient) -> None:
    copy = b"%PDF-1.7 many letters in one"
    values = {"pdf_sha256": hashlib.sha256(copy).hexdigest(), "ordered_at": at(MONDAY), "made_at": at(MONDAY)}
    with app.app_context(), unit_of_work() as session:
        case = session.scalars(select(Document.case_id).limit(1)).one()
        session.add(Bundle(case_id=case, key="k", contents={}, **values))
    app.extensions["binglian.reader"] = None
    page = dropped(client, copy).text
    assert "阅读副本或者压缩包" in page and "这份文件有效" not in page
