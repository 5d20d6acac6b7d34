"""flask numbers: what an operator reads, and strikes out."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.app.cli.conftest import Run
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case

pytestmark = pytest.mark.starts_from.with_args(three_cases)


@pytest.fixture
def two_letters(app: Flask) -> None:
    with app.app_context():
        issue_letters(the_case(PROJECTS[0]).case, 2, now=at(MONDAY, 12), pattern="地字第{region6}{year}{n5}号")


@pytest.mark.usefixtures("two_letters")
def test_the_list_shows_every_serial_and_what_was_struck_out(run: Run) -> None:
    refused = run("numbers", "void", "章审认〔2026〕2号", "--reason", "面积写错", "--by", "guan")
    assert (refused.exit_code, refused.stderr) == (1, "refused: administer_only\n")
    struck = run("numbers", "void", "章审认〔2026〕2号", "--reason", "面积写错", "--by", "admin")
    assert struck.output == "void: 章审认〔2026〕2号\nvoid: 地字第370114202600002号\n"
    said = run("numbers", "list", "--register", "章审认", "--year", "2026")
    assert said.exit_code == 0
    assert "1  章审认〔2026〕1号  confirmation_result  queued  2026-03-09" in said.output
    assert "revoked  2026-03-09  VOID by admin" in said.output
    assert "1 registers, 2 numbers, void: 1, gaps: 0, repeated: 0" in said.output
    assert run("numbers", "list", "--register", "章审认", "--year", "2025").output.startswith("0 registers")
    whole = run("numbers", "check")
    assert (whole.exit_code, "gaps: 0" in whole.output) == (0, True)
