"""A result made in another system counts like a grant: the same papers, two persons, and its file kept as it came."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.reading import reading
from app.web.department import carrying_out, page
from approvals.domain.states import DocumentState
from approvals.queries.department_file import letter_of_track
from tests.factories.main_job import MONDAY, Filed, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)
TUESDAY = MONDAY + dt.timedelta(days=1)
ITEM, NUMBER = "LX-13", "章公交评〔2026〕77号"


def an_ofd() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("OFD.xml"), "<ofd:OFD/>")  # dated 1980: the same bytes at any hour
    return made.getvalue()


@pytest.fixture
def filed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Filed:
    for module in (carrying_out, page):
        monkeypatch.setattr(module, "now", lambda: at(TUESDAY, 16))
    with app.app_context():
        filed = the_case()
        work = Work(the_cast(), filed)
        work.claim(ITEM, day=TUESDAY)
        work.judge(ITEM, day=TUESDAY)
    return filed


def send(client: FlaskClient, filed: Filed, file: tuple[str, bytes], **changes: str) -> Any:
    address = f"/department/tracks/{filed.tracks[ITEM]}"
    version = re.findall(r'name="register-version"[^>]*value="(\d+)"', client.get(address).text)
    words = {
        "number": NUMBER,
        "dated_on": TUESDAY.isoformat(),
        "findings": "专网已经评价。",
        "conditions": "",
    } | changes
    data: dict[str, Any] = {f"register-{name}": value for name, value in words.items()}
    data |= {"register-version": version[0] if version else "0", "register-file": (io.BytesIO(file[1]), file[0])}
    return client.post(f"{address}/register", data=data, content_type="multipart/form-data")


def test_it_is_registered_by_one_signed_by_another_and_downloaded_as_it_came(app: Flask, filed: Filed) -> None:
    chen, wu, lin = (visitor(app, name) for name in ("chen-GAJJ", "wu-GAJJ", "lin"))
    assert "不能在今天以后" in send(chen, filed, ("意见.ofd", an_ofd()), dated_on="2026-03-20").text
    assert "结果的日期不能早于受理。" in send(chen, filed, ("意见.ofd", an_ofd()), dated_on="2026-03-01").text
    assert send(chen, filed, ("意见.docx", an_ofd())).status_code == 422
    assert send(chen, filed, ("意见.ofd", b"%PDF-1.4")).status_code == 422
    assert send(chen, filed, ("意见.ofd", an_ofd())).status_code == 302
    address = f"/department/tracks/{filed.tracks[ITEM]}"
    shown = wu.get(address).text
    assert NUMBER in shown and "意见.ofd" in shown
    (file,) = set(re.findall(rf"{address}/register/\d+", shown))
    assert wu.get(file).data == an_ofd() and visitor(app, "chen-WL").get(file).status_code == 404
    version = re.findall(r'name="sign-version"[^>]*value="(\d+)"', shown)[0]
    assert wu.post(f"{address}/sign", data={"sign-version": version}).status_code == 302
    with app.app_context():
        work = Work(the_cast(), filed)
        (letter,) = work.documents("review_opinion")
        assert (letter.number, letter.state, letter.is_elsewhere) == (NUMBER, DocumentState.ISSUED, True)
        assert letter.facts["dated_on"] == TUESDAY.isoformat() and letter.facts["opinion_number"] == NUMBER
        assert work.states()[ITEM] == "granted" and letter.register == "elsewhere:GAJJ"
        assert "officer:track:result_registered" in work.tags()
    sent = lin.get(f"/letters/{letter.public_id}/file")
    assert sent.data == an_ofd() and unquote(sent.headers["Content-Disposition"]).endswith(f" {NUMBER}.ofd")
    with app.app_context(), reading() as session:
        mine = letter_of_track(session, filed.tracks[ITEM], letter.public_id, the_cast().heads["GAJJ"])
    assert mine.name == f"{NUMBER}.ofd"
    assert "登记其他系统作出的结果" in lin.get(f"/letters/{letter.public_id}").text


def test_a_file_of_any_size_that_may_be_sent_is_looked_through_at_once(
    app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.stored_files.SCANNED_AT_ONCE", 8)
    answer = send(visitor(app, "chen-GAJJ"), filed, ("意见.ofd", an_ofd()))
    assert answer.status_code == 302, answer.text


def test_what_blocks_a_grant_blocks_a_registered_result(app: Flask, filed: Filed) -> None:
    with app.app_context():
        Work(the_cast(), filed).pause(ITEM, "EXPERT_REVIEW", 3, day=TUESDAY)
    answer = send(visitor(app, "chen-GAJJ"), filed, ("意见.pdf", b"%PDF-1.4"))
    assert answer.status_code in (409, 422)
    with app.app_context():
        assert Work(the_cast(), filed).states()[ITEM] == "in_review"
