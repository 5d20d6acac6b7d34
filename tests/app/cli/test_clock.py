"""flask clock batch: a stream of lines, without a database, that no line can stop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.factory import create_app
from tests.support.installation import environment_for, settings_for

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
GOOD = {"id": "ok", "kind": "due", "accepted_on": "2025-05-06", "limit": 20, "today": "2025-05-09"}
ROOT = Path(__file__).parents[3]


@pytest.fixture
def without_database(tmp_path: Path) -> Flask:
    return create_app(settings_for(NOWHERE, home=tmp_path / "home"))


def answered(app: Flask, *lines: object) -> list[dict[str, Any]]:
    said = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    told = app.test_cli_runner().invoke(args=["clock", "batch"], input=said)
    assert (told.exit_code, told.stderr) == (0, "")
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_every_line_has_its_answer_in_its_place(without_database: Flask) -> None:
    receipt = {"id": [1], "kind": "receipt", "submitted_at": "2025-04-30T18:20", "close_of_business": "17:00"}
    assert answered(without_database, GOOD | {"pauses": [["2025-05-12", "2025-05-23"]]}, receipt, GOOD | {"id": "ok"}) == [
        {
            "id": "ok", "first_day": "2025-05-07", "due_on": "2025-06-17", "excluded": 9, "used": 3, "remaining": 17,
            "overdue_by": 0, "light": "on_track", "provisional": False,
        },
        {"id": [1], "receipt_on": "2025-05-06", "notice_due_on": "2025-05-13", "deemed_accepted_on": "2025-05-06"},
        {
            "id": "ok", "first_day": "2025-05-07", "due_on": "2025-06-04", "excluded": 0, "used": 3, "remaining": 17,
            "overdue_by": 0, "light": "on_track", "provisional": False,
        },
    ]  # fmt: skip


def test_a_bad_line_gets_an_error_and_the_run_goes_on(without_database: Flask) -> None:
    answers = answered(
        without_database, b"not json\n", b"\n", b"  \r\n", b"\xff\xfe\n", [1], GOOD | {"id": "a", "limit": -1},
        b'{"id": NaN}\n', b'{"id": 1e999}\n', b'{"id": ' + b"1" * 5000 + b"}\n", b"[" * 200_000 + b"\n",
        b'{"id": "half\n', b"\x00\n", GOOD | {"id": "b", "limit": 1e3}, b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
    )  # fmt: skip
    assert [one["id"] for one in answers] == [None, None, None, "a", None, None, None, None, None, None, "b", "ok"]
    assert all(list(one) == ["id", "error"] for one in answers[:-1])
    assert answers[-1]["due_on"] == "2025-06-04"


def test_an_id_comes_back_as_it_was_however_deep_or_odd(without_database: Flask) -> None:
    deep: object = "市场"
    for _ in range(300):
        deep = [deep]
    odd = ["\ud800", "a\u2028b", {"x": [None, True, 1.5, 10**40]}, "", 0, False, None, deep]
    assert [one["id"] for one in answered(without_database, *[GOOD | {"id": each} for each in odd])] == odd


def test_no_depth_of_an_id_stops_the_run(without_database: Flask) -> None:
    lines = [b'{"kind": "x", "id": ' + b"[" * depth + b"]" * depth + b"}\n" for depth in range(700, 1020, 3)]
    answers = answered(without_database, *lines, GOOD)
    assert len(answers) == len(lines) + 1
    assert answers[-1]["due_on"] == "2025-06-04"


def test_no_line_leaves_a_database_behind(tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    assert answered(create_app(settings_for(f"sqlite:///{home / 'binglian.db'}", home=home)), GOOD)
    assert not (home / "binglian.db").exists()


def test_a_line_is_answered_before_the_next_one_is_said(tmp_path: Path) -> None:
    """A process of its own, in a shell that knows no UTF-8 and another zone, as an operator's pipe may be."""
    machine = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "America/Los_Angeles",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "clock", "batch"]
    said = environment_for(NOWHERE, home=tmp_path / "home") | machine
    with subprocess.Popen(
        command, cwd=ROOT, env=said, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin is not None and run.stdout is not None and run.stderr is not None
        for name in ("市", "场"):
            run.stdin.write(json.dumps(GOOD | {"id": name}, ensure_ascii=False).encode() + b"\n")
            run.stdin.flush()
            answer = run.stdout.readline().decode("utf-8")
            assert f'"id": "{name}"' in answer
            assert json.loads(answer)["due_on"] == "2025-06-04"
        run.stdin.close()
        assert run.stdout.read() == b""
        assert run.stderr.read() == b""
    assert run.returncode == 0
