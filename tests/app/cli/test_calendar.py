"""The operator's calendar: a year shown, a notice previewed without writing, and proposed for a second administrator."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.factories.new_year import LONGER, NUMBER, settle_new_year

pytestmark = pytest.mark.starts_from.with_args(settle_new_year)


def said(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["calendar", *arguments])
    return result.exit_code, result.output


def test_a_year_is_shown_or_said_to_be_provisional(app: Flask) -> None:
    code, text = said(app, "show", "2025")
    assert code == 0 and text.count("\n") == 24 and "2025-01-26 work 春节" in text
    assert "provisional" in said(app, "show", "2027")[1]


def test_a_notice_is_previewed_and_proposed(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(LONGER, encoding="utf-8")
    code, text = said(app, "preview", str(path), "--year", "2027", "--notice", NUMBER)
    assert code == 0 and "5 deadlines move, 0 are held, in 2 cases" in text
    where = (str(path), "--year", "2027", "--notice", NUMBER)
    assert said(app, "import", *where, "--as", "lin")[0] == 1
    assert said(app, "import", *where, "--as", "nobody")[0] == 1
    assert said(app, "import", *where, "--as", "admin")[1].startswith("proposed: /admin/calendar/drafts/")
    assert "draft_open" in said(app, "import", *where, "--as", "second")[1]


def test_a_bad_file_ends_the_command_with_every_fault(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day,is_working,name,notice\n2027-02-30,0,春节,\n2027-01-05,1,元旦,\n", encoding="utf-8")
    code, text = said(app, "preview", str(path))
    assert code == 1
    assert [line.split()[3] for line in text.splitlines() if "line" in line] == [
        "no_notice",
        "bad_day",
        "worked_no_weekend",
    ]
