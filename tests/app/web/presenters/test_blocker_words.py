from __future__ import annotations

import ast
import datetime as dt
import inspect

import pytest

from app.web.presenters.blocker_words import BLOCKERS, blocker_reasons
from approvals.domain import outcome
from approvals.domain.outcome import Blocker
from approvals.domain.states import TrackState


def test_every_blocker_of_the_domain_has_words() -> None:
    texts = {
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(outcome)))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.isidentifier()
        and "_" in node.value
    }

    assert set(BLOCKERS) <= texts
    assert {
        text
        for text in texts
        if text.startswith(("paper_", "promise_", "upstream_")) and not text.endswith(("_zh", "_en"))
    } <= set(BLOCKERS)


@pytest.mark.usefixtures("chinese")
def test_a_waiting_prerequisite_is_named_with_its_state() -> None:
    params = {"item": "LX-01", "item_zh": "企业投资项目备案", "item_en": "Filing", "state": TrackState.IN_REVIEW}

    (reason,) = blocker_reasons([Blocker("upstream_pending", params)])

    assert reason.what == "要等“企业投资项目备案”准予，现在是：审查中"
    assert reason.lifted_by == "它准予后自动解除"


@pytest.mark.usefixtures("english")
def test_blockers_keep_their_order_and_speak_english() -> None:
    blockers = [
        Blocker("promise_open", {"paper_zh": "地形图", "paper_en": "Topographic map", "due_on": dt.date(2026, 3, 13)}),
        Blocker("pause_open", {"kind": "EXPERT_REVIEW", "started_on": dt.date(2026, 3, 12)}),
    ]

    assert [reason.what for reason in blocker_reasons(blockers)] == [
        "The promised “Topographic map” is not in yet",
        "The clock is paused: Expert review",
    ]


@pytest.mark.usefixtures("chinese")
def test_a_blocker_nobody_foresaw_is_still_counted() -> None:
    assert len(blocker_reasons([Blocker("from_the_future", {})])) == 1
