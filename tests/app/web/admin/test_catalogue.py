"""A catalogue file is checked whole, then published, or nothing happens."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.main_job import DATA
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return visitor(app, "admin")


def catalogue() -> Any:
    return json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))


def check(admin: FlaskClient, content: bytes) -> TestResponse:
    return admin.post("/admin/catalogue/check", data={"file": (io.BytesIO(content), "catalogue.json")})


def test_the_page_counts_what_the_current_version_holds(admin: FlaskClient) -> None:
    page = admin.get("/admin/catalogue").text
    assert all(f'<span class="big">{count}</span>' in page for count in (61, 94))
    assert "1 个版本" in page


def test_a_clean_file_says_what_it_changes_before_it_is_published(admin: FlaskClient) -> None:
    document = catalogue()
    document["items"][0]["name_zh"] = "改过名的备案"
    checked = check(admin, json.dumps(document).encode())
    assert checked.status_code == 200
    assert "改过名的备案" in checked.text
    assert "1 个版本" in checked.text
    sha256 = re.search(r'name="sha256"[^>]*value="([0-9a-f]{64})"', checked.text)
    assert sha256 is not None
    assert admin.post("/admin/catalogue/publish", data={"sha256": sha256.group(1)}).status_code == 302
    assert "2 个版本" in admin.get("/admin/catalogue").text


def test_all_problems_are_listed_at_once_and_nothing_is_imported(admin: FlaskClient) -> None:
    document = catalogue()
    document["items"][0]["department"] = "NOBODY"
    document["items"][1]["stage"] = "S99"
    answer = check(admin, json.dumps(document).encode())
    assert answer.status_code == 422
    assert "NOBODY" in answer.text
    assert "S99" in answer.text
    assert "什么都没有导入" in answer.text
    assert "1 个版本" in answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的"), (b"{", "不是合格的 JSON"), (b"[]", "最外层要是一个对象"), (b"\xff\xfe", "不是 UTF-8")],
)
def test_a_file_that_is_no_catalogue_is_told_so(admin: FlaskClient, content: bytes, said: str) -> None:
    answer = check(admin, content)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_form_without_a_file_asks_for_one(admin: FlaskClient) -> None:
    assert admin.post("/admin/catalogue/check").status_code == 422


def test_a_hash_nobody_uploaded_publishes_nothing(admin: FlaskClient) -> None:
    assert admin.post("/admin/catalogue/publish", data={"sha256": "0" * 64}).status_code == 302
    assert admin.post("/admin/catalogue/publish", data={"sha256": "../secret_key"}).status_code == 422
    assert "1 个版本" in admin.get("/admin/catalogue").text


@pytest.mark.parametrize("who", ["du", "guan", "lin", "clerk"])
def test_only_an_administrator_publishes(app: Flask, who: str) -> None:
    assert visitor(app, who).get("/admin/catalogue").status_code == 403


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b"[" * 50_000,
        b'{"name_zh": "\\ud800"}',
        b"\xff\xfe",
    ],
    ids=["endless number", "no number", "infinite", "deep", "half a sign", "no text"],
)
def test_a_hostile_file_is_told_its_problems(admin: FlaskClient, content: bytes) -> None:
    assert check(admin, content).status_code == 422


def test_only_a_catalogue_is_published_however_its_hash_got_here(app: Flask, admin: FlaskClient) -> None:
    paper = app.extensions["binglian.files"].keep(b"%PDF-1.7 \xff\xfe", "application/pdf", "paper.pdf").sha256
    for sha256 in (paper, f"{paper}\n", "../../etc/passwd", "A" * 64):
        assert admin.post("/admin/catalogue/publish", data={"sha256": sha256}).status_code == 422
    assert "1 个版本" in admin.get("/admin/catalogue").text
