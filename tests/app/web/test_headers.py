from __future__ import annotations

from flask import Flask, Response, redirect


def test_every_answer_carries_the_strict_policy(shell: Flask) -> None:
    for path in ("/", "/nowhere", "/static/css/binglian.css"):
        answer = shell.test_client().get(path)
        policy = answer.headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_narrower_policy_of_a_stored_file_is_kept(shell: Flask) -> None:
    sandbox = {"Content-Security-Policy": "sandbox"}
    shell.add_url_rule("/file", "file", lambda: Response("x", headers=sandbox))

    assert shell.test_client().get("/file").headers["Content-Security-Policy"] == "sandbox"


def test_pages_are_not_kept_and_stamped_files_are_kept_for_good(shell: Flask) -> None:
    client = shell.test_client()

    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert "immutable" in client.get("/static/css/binglian.css?v=1").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/css/binglian.css").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/css/none.css?v=1").headers["Cache-Control"]


def test_transport_security_is_promised_only_over_https(shell: Flask) -> None:
    client = shell.test_client()

    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers


def test_a_redirect_of_ours_names_no_host_the_visitor_wrote(shell: Flask) -> None:
    shell.add_url_rule("/room/", "room", lambda: "")
    shell.add_url_rule("/away", "away", lambda: redirect("https://elsewhere.example/"))
    shell.add_url_rule("/odd", "odd", lambda: redirect("http://evil.cn//evil.cn"))
    client = shell.test_client()

    def leads_to(path: str) -> str | None:
        return client.get(path, headers={"Host": "evil.cn"}).location

    assert leads_to("/room") == "/room/"
    assert leads_to("/away") == "https://elsewhere.example/"
    assert leads_to("/odd") == "http://evil.cn//evil.cn"
