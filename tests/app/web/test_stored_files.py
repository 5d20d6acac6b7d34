"""Stored bytes on their way out: harmless in a browser, and a sentence when the store has lost them."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.web.stored_files import FileLost, send_stored

PAGE = b"<html><script>alert(document.cookie)</script>"


@pytest.fixture
def sha256(app: Flask) -> str:
    return str(app.extensions["binglian.files"].keep(PAGE, "text/html", "page.html").sha256)


@pytest.mark.parametrize("name", ["批文 1.pdf", 'a"b;c.pdf', "x" * 300 + ".pdf", "..", "a%0d%0ab.pdf"])
def test_a_download_can_run_nothing_and_frame_nowhere(app: Flask, sha256: str, name: str) -> None:
    with app.test_request_context():
        headers = send_stored(sha256, "application/pdf", name).headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "allow" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "private, no-store"


def test_what_a_page_of_ours_shows_is_framed_by_nobody_else(app: Flask, sha256: str) -> None:
    with app.test_request_context():
        headers = send_stored(sha256, "application/pdf", "a.pdf", inline=True, framed=True).headers
    assert headers["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_file_the_store_has_lost_is_told_in_a_sentence(app: Flask, sha256: str) -> None:
    Path(app.extensions["binglian.files"].path(sha256)).unlink()
    app.add_url_rule("/lost", "lost", lambda: send_stored(sha256, "application/pdf", "a.pdf"))
    answer = app.test_client().get("/lost")
    assert answer.status_code == FileLost.status == 503
    assert "这份文件现在取不出来" in answer.text and 'lang="zh-Hans-CN"' in answer.text
    assert "cannot be fetched just now" in app.test_client().get("/lost?lang=en").text
