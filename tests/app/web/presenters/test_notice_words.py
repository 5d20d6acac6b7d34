from __future__ import annotations

import ast
from pathlib import Path

import pytest

import approvals
from app.web.presenters.notice_words import NOTICES, notice_sentence, outcome_words


def told() -> set[str]:
    """Every code written out in a call of `tell`."""
    found = set()
    for path in Path(approvals.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_tell = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell"
            if is_tell and len(node.args) > 2 and isinstance(node.args[2], ast.Constant):
                found.add(str(node.args[2].value))
    return found


def test_everything_the_house_tells_has_a_sentence() -> None:
    assert len(told()) > 5
    assert told() - set(NOTICES) == set()


@pytest.mark.usefixtures("chinese")
def test_a_correction_notice_names_the_last_day() -> None:
    assert (
        notice_sentence("correction_requested", {"respond_by": "2026-04-07"})
        == "窗口请您补正，最迟 2026年4月7日（周二）"
    )


@pytest.mark.usefixtures("english")
def test_an_outcome_is_said_as_its_letter_says_it() -> None:
    assert outcome_words("grant", "filing_receipt") == "Filed on record"
    assert outcome_words("refuse", "licence_decision") == "Refused"
