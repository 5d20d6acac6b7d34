"""Which questions are put: all, but those whose own condition says no and whose answer could change nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.fan_out import plan
from departments.domain.catalogue import Catalogue, CatalogueRejected, parse_catalogue
from departments.domain.catalogue_words import FieldType

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CATALOGUE = parse_catalogue(DOCUMENT)


def asked(catalogue: Catalogue = CATALOGUE, theme: str = "SHOP", stage: str = "K1", **said: object) -> set[str]:
    return {field.key for field in catalogue.asked(theme, stage, said)}


def with_condition(key: str, condition: object) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    next(field for field in document["form_fields"] if field["key"] == key)["shown_when"] = condition
    return document


def test_before_anything_is_answered_every_question_is_put() -> None:
    assert asked() == {field.key for field in CATALOGUE.stage_fields("SHOP", "K1")}


def test_a_question_goes_and_comes_with_the_answer_it_hangs_on() -> None:
    assert "ad_is_temporary" not in asked(has_large_outdoor_ad=False)
    assert "ad_is_temporary" in asked(has_large_outdoor_ad=True)


def test_a_question_that_still_decides_something_is_put_whatever_its_condition_says() -> None:
    careless = parse_catalogue(with_condition("sells_tobacco", {"field": "employs_staff", "op": "==", "value": True}))
    assert "sells_tobacco" in asked(careless, employs_staff=False)


def test_a_condition_on_a_question_nobody_asks_is_refused() -> None:
    with pytest.raises(CatalogueRejected) as refused:
        parse_catalogue(with_condition("sells_tobacco", {"field": "nothing", "op": "==", "value": True}))
    assert [problem.path for problem in refused.value.problems] == ["form_fields[sells_tobacco].shown_when.field"]


def answers(theme: str, stage: str) -> st.SearchStrategy[dict[str, object]]:
    values = {
        FieldType.BOOL: lambda _: st.booleans(),
        FieldType.ENUM: lambda field: st.sampled_from(field.enum),
        FieldType.INTEGER: lambda _: st.sampled_from([0, 1, 50]),
        FieldType.NUMBER: lambda _: st.sampled_from([0, 99.5, 500, 4000, 20000, 60000]),
    }
    return st.fixed_dictionaries({one.key: values[one.type](one) for one in CATALOGUE.stage_fields(theme, stage)})


@pytest.mark.parametrize("stage", ["S1", "S2", "S3", "S4"])
@settings(max_examples=max(20, settings().max_examples // 5))
@given(data=st.data())
def test_what_is_not_asked_changes_nothing(stage: str, data: st.DataObject) -> None:
    said = data.draw(answers("SF-BUILD", stage))
    kept = {field.key: said[field.key] for field in CATALOGUE.asked("SF-BUILD", stage, said)}
    full, fewer = (plan(CATALOGUE, "SF-BUILD", stage, one) for one in (said, kept))
    assert fewer.unanswered == ()
    assert [(one.code, one.demands, one.statutory, one.committed_wd) for one in fewer.items] == [
        (one.code, one.demands, one.statutory, one.committed_wd) for one in full.items
    ]
    assert not any(one.unknown for one in fewer.left_out)
