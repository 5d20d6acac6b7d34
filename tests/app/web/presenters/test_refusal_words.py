from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import approvals
from app.web.presenters.refusal_table import REFUSALS
from app.web.presenters.refusal_words import UNKNOWN, field_sentences, reason, refusal_sentence
from approvals.domain.credit_code import CreditCodeFailure
from approvals.domain.project_code import ProjectCodeFailure
from approvals.domain.refusals import Invalid, Refusal, Stale

ROOT = Path(approvals.__file__).parent.parent
RAISES = {"Refusal", "NotAllowed", "UploadRefused"}


def codes() -> Iterator[tuple[str, str]]:
    """Every code the house refuses with, written out: the first argument of a refusal, or (code, facts) of a field."""
    for folder in ("approvals", "departments", "app/adapters"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                first = _code(node)
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, path.name


def _code(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISES and node.args:
        return node.args[0]
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
        return node.elts[0]
    return None


def test_every_refusal_of_the_house_has_a_sentence() -> None:
    found = list(codes())

    assert len(found) > 20
    assert sorted({(code, where) for code, where in found if code not in REFUSALS}) == []


def test_every_failed_check_of_a_code_has_a_sentence_of_its_own() -> None:
    wanted = {f"uscc_{one}" for one in CreditCodeFailure} | {f"project_code_{one}" for one in ProjectCodeFailure}

    assert wanted - set(REFUSALS) == set()


@pytest.mark.usefixtures("chinese")
def test_the_state_in_a_refusal_is_said_as_the_page_says_it() -> None:
    assert reason("no_such_move", {"state": "proposed"}) == "现在的状态是“待签发”，不能办这一步。"


@pytest.mark.usefixtures("chinese")
def test_an_unknown_code_still_says_that_nothing_was_changed() -> None:
    assert reason("from_the_future") == UNKNOWN


@pytest.mark.usefixtures("chinese")
def test_wrong_input_is_told_field_by_field() -> None:
    refusal = Invalid({"uscc": ("uscc_length", {"length": 17}), "name": ("required", {})})

    assert field_sentences(refusal) == {"uscc": "统一社会信用代码是 18 位，现在是 17 位。", "name": "这一项必须填。"}


@pytest.mark.usefixtures("chinese")
def test_a_refusal_about_one_field_names_it() -> None:
    assert list(field_sentences(Refusal("not_deferrable", field="M018"))) == ["M018"]


@pytest.mark.usefixtures("chinese")
def test_somebody_who_was_quicker_is_told_as_an_event() -> None:
    assert refusal_sentence(Stale(tag="officer:track:claimed", actor_id=1, at=None)) == "审查员认领"
    assert refusal_sentence(Stale(tag=None, actor_id=None, at=None)) == "别人刚刚改过，您看到的已经不是最新的。"
