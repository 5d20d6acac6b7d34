from __future__ import annotations

import ast
import datetime as dt
import inspect

import pytest

from app.web.presenters.desk_words import STRETCHES, stretch_words, strip_sentence
from approvals.domain import desk_bar
from approvals.domain.desk_bar import Segment, Strip

FIRST, LAST = dt.date(2026, 3, 9), dt.date(2026, 3, 11)


def test_every_stretch_the_domain_draws_has_a_word() -> None:
    tree = ast.parse(inspect.getsource(desk_bar))
    kinds = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("_kind", "_before_acceptance")
    ]
    drawn = {
        part.value
        for function in kinds
        for returned in ast.walk(function)
        if isinstance(returned, ast.Return) and returned.value is not None
        for part in ast.walk(returned.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }

    assert len(drawn) >= 7
    assert drawn <= set(STRETCHES)


@pytest.mark.usefixtures("chinese")
def test_a_strip_is_read_aloud_as_a_sentence() -> None:
    strip = Strip("a", (Segment("win", 1, 3, FIRST, LAST), Segment("act", 4, 1, LAST, LAST)), None, None)

    assert strip_sentence(strip) == "窗口 3月9日（周一） 至 3月11日（周三）；部门实际 3月11日（周三）"
    assert strip_sentence(Strip("b", (), None, None)) == "还没有开始"


@pytest.mark.usefixtures("chinese")
def test_a_short_stretch_carries_no_word() -> None:
    assert stretch_words(Segment("act", 1, 2, FIRST, LAST)) == ""
    assert stretch_words(Segment("act", 1, 3, FIRST, LAST)) == "部门实际"
