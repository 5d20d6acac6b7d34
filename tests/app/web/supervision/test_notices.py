"""A notice through the pages: the supervisor's form, the department's answer with a paper, the end."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask

from tests.factories.audiences import DEPARTMENT, ITEM
from tests.factories.main_job import the_case
from tests.factories.story import week_on
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(week_on)


def test_a_notice_goes_to_the_department_and_comes_back(app: Flask) -> None:
    with app.app_context():
        track = the_case().tracks[ITEM]
    du, chen = visitor(app, "du"), visitor(app, f"chen-{DEPARTMENT}")
    page = du.get(f"/supervision/tracks/{track}").text
    known = dict(re.findall(r'name="notice-(version|reply_by)"[^>]*value="([^"]+)"', page))
    said = {"rule": "statutory", "level": "red", "findings": "超期没有办结", "requirements": "报送原因"}
    fields = {f"notice-{name}": value for name, value in (said | known).items()}
    refused = du.post(f"/supervision/tracks/{track}", data=fields | {"notice-reply_by": "2026-03-02"})
    assert refused.status_code == 422 and "答复的日子要在今天以后" in refused.text and "超期没有办结" in refused.text
    sent = du.post(f"/supervision/tracks/{track}", data=fields)
    assert sent.status_code == 302, sent.text
    notice = sent.headers["Location"].rsplit("/", 1)[1]
    assert "去答复" in chen.get("/department/").text and "督办" in chen.get(f"/department/tracks/{track}").text
    answer = {"text": "专家评审已经排期。", "file": (io.BytesIO(b"%PDF-1.4 no paper"), "证明.exe")}
    assert chen.post(f"/department/notices/{notice}", data=answer).status_code == 422
    assert chen.post(f"/department/notices/{notice}", data={"text": "专家评审已经排期。"}).status_code == 302
    assert "专家评审已经排期。" in du.get(f"/supervision/notices/{notice}").text
    assert du.post(f"/supervision/notices/{notice}", data={"note": "答复属实"}).status_code == 302
    assert "督办通知单都已办结" in du.get("/supervision/notices").text
    assert visitor(app, "lin").get(f"/supervision/notices/{notice}").status_code == 403
