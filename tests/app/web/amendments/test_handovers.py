"""A project changes hands through HTTP: asked with a paper, signed line by line, agreed to, and still to be read."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web.amendments import handovers
from tests.app.adapters.test_uploads import a_pdf
from tests.factories.amending import TUESDAY
from tests.factories.drafts import a_paper
from tests.factories.handing import HAIDAI, MERGED, accepted_beside_haidai, owner_of
from tests.factories.main_job import PASSWORD, at, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted_beside_haidai)


@pytest.fixture(autouse=True)
def on_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handovers, "now", lambda: at(TUESDAY))


def ask(lin: FlaskClient, case: str, **changes: str) -> TestResponse:
    said = {"uscc": HAIDAI, "reason": MERGED, "password": PASSWORD} | changes
    return lin.post(
        f"/cases/{case}/handover", data=said | {"file": (io.BytesIO(a_pdf()), "合并决议.pdf")},
        follow_redirects=True,
    )  # fmt: skip


def address(page: str, verb: str) -> str:
    found = re.search(rf'action="([^"]+/{verb})"', page)
    assert found, verb
    return found[1]


def test_from_the_wish_to_the_change(app: Flask) -> None:
    with app.app_context():
        filed, before = the_case(), owner_of(the_case().project)
        a_paper()  # the bytes behind every paper of the town
    lin, meng, clerk = visitor(app, "lin"), visitor(app, "rival"), visitor(app, "clerk")
    wrong = ask(lin, filed.case, password="not it", uscc="91110000710925999X")
    assert wrong.status_code == 422 and "密码不对" in wrong.text and MERGED in wrong.text
    bare = lin.post(f"/cases/{filed.case}/handover", data={"reason": MERGED}).text
    assert "请上传证明材料" in bare and "接手企业的统一社会信用代码：" in bare and "密码：" in bare
    unknown = ask(lin, filed.case, uscc="91110000710925999X")
    assert unknown.status_code == 422 and "没有这个代码的企业" in unknown.text
    asked = ask(lin, filed.case)
    assert "等接手的企业签名" in asked.text, asked.text[:3000]
    handover = asked.request.path
    assert "等您签名" in meng.get("/enterprise/").text and handover in meng.get("/enterprise/todo").text
    assert visitor(app, "zhao").get(handover).status_code == 403
    page = meng.get(handover).text
    lines = re.findall(r'name="lines" value="(\d+)"', page)
    assert lines
    short = meng.post(address(page, "consent"), data={"lines": lines[1:], "password": PASSWORD})
    assert short.status_code == 422 and "没有勾" in short.text
    signed = meng.post(address(page, "consent"), data={"lines": lines, "password": PASSWORD}, follow_redirects=True)
    assert "已经签名，等窗口同意" in signed.text
    assert "接手的企业已经签名" in clerk.get(f"/window/cases/{filed.case}").text
    seen = re.search(r'name="seen" value="(\w{16})"', clerk.get(handover).text)
    assert seen
    done = clerk.post(f"{handover}/agree", data={"seen": seen[1]}, follow_redirects=True)
    assert "已经变更" in done.text
    with app.app_context():
        assert owner_of(filed.project) != before
    kept = lin.get(handover).text
    paper = re.search(r'href="(/cases/handovers/[^"]+/papers/[^"]+)"', kept)
    assert paper and lin.get(paper[1].replace("&amp;", "&")).status_code == 200
    assert lin.get(f"{handover}/evidence").status_code == 200
    assert lin.get(f"/enterprise/cases/{filed.case}").status_code == 404
    assert meng.get(f"/enterprise/cases/{filed.case}").status_code == 200
    again = clerk.post(f"{handover}/agree", data={"seen": seen[1]})
    assert again.status_code == 422 and "已经有了答复" in again.text
