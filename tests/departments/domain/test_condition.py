"""A condition over unanswered questions is unknown, and stays unknown exactly as long as the answers can still turn it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.domain.condition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Op,
    evaluate,
    fields_of,
    is_whole,
    reasons,
)

DIGS = Comparison("digs_road", Op.EQUAL, True)
BIG = Comparison("land_area_m2", Op.AT_LEAST, 50000)
SOLD = Comparison("land_supply_mode", Op.IN, ("出让", "划拨"))


@pytest.mark.parametrize(
    ("op", "below", "same", "above"),
    [
        (Op.EQUAL, False, True, False),
        (Op.NOT_EQUAL, True, False, True),
        (Op.MORE, False, False, True),
        (Op.AT_LEAST, False, True, True),
        (Op.LESS, True, False, False),
        (Op.AT_MOST, True, True, False),
    ],
)
def test_every_operator_says_what_it_says_below_at_and_above_the_threshold(
    op: Op, below: bool, same: bool, above: bool
) -> None:
    condition = Comparison("trees_to_fell", op, 10)
    assert [evaluate(condition, {"trees_to_fell": trees}) for trees in (9, 10, 11)] == [below, same, above]


def test_in_holds_for_each_listed_value_and_for_no_other() -> None:
    answers = [{"land_supply_mode": mode} for mode in ("出让", "划拨", "自有")]
    assert [evaluate(SOLD, each) for each in answers] == [True, True, False]


def test_an_unanswered_field_is_unknown_and_never_false() -> None:
    assert evaluate(DIGS, {}) is None
    assert evaluate(Not(DIGS), {}) is None
    assert evaluate(DIGS, {"digs_road": None}) is None


def test_one_false_member_decides_all_even_while_another_is_unknown() -> None:
    assert evaluate(AllOf((DIGS, BIG)), {"digs_road": False}) is False
    assert evaluate(AllOf((DIGS, BIG)), {"digs_road": True}) is None


def test_one_true_member_decides_any_even_while_another_is_unknown() -> None:
    assert evaluate(AnyOf((DIGS, BIG)), {"digs_road": True}) is True
    assert evaluate(AnyOf((DIGS, BIG)), {"digs_road": False}) is None


def test_no_condition_and_an_empty_all_are_true_and_an_empty_any_is_false() -> None:
    assert evaluate(None, {}) is True
    assert evaluate(AllOf(()), {}) is True
    assert evaluate(AnyOf(()), {}) is False


@pytest.mark.parametrize("answer", [1, 1.0, "true", "True", [True], {}])
def test_true_is_not_one_and_not_a_word(answer: object) -> None:
    assert evaluate(DIGS, {"digs_road": answer}) is None


@pytest.mark.parametrize("answer", [True, "60000", float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_a_number_is_neither_a_yes_nor_a_text_nor_nan(answer: object) -> None:
    assert evaluate(BIG, {"land_area_m2": answer}) is None


def test_a_decimal_from_a_form_field_equals_the_number_of_the_file() -> None:
    condition = Comparison("fitout_cost_wan", Op.EQUAL, 0.1)
    assert evaluate(condition, {"fitout_cost_wan": Decimal("0.1")}) is True
    assert evaluate(condition, {"fitout_cost_wan": 0.1}) is True


def test_a_number_of_any_size_can_be_compared() -> None:
    assert evaluate(BIG, {"land_area_m2": 10**6000}) is True
    assert evaluate(BIG, {"land_area_m2": Decimal("1E+9000")}) is True
    assert is_whole(Decimal("1E+9000"))


def test_every_field_is_found_however_deep_it_stands() -> None:
    assert fields_of(AllOf((Not(AnyOf((DIGS, SOLD))), BIG))) == {"digs_road", "land_supply_mode", "land_area_m2"}
    assert fields_of(None) == frozenset()


def test_the_reasons_are_only_the_comparisons_that_decided() -> None:
    answers = {"digs_road": True, "land_area_m2": 10}
    found = reasons(AnyOf((DIGS, BIG)), answers)
    assert [(reason.field, reason.answer, reason.holds) for reason in found] == [("digs_road", True, True)]
    found = reasons(Not(AllOf((DIGS, BIG))), answers)
    assert [(reason.field, reason.answer, reason.holds) for reason in found] == [("land_area_m2", 10, False)]
    assert reasons(AllOf((DIGS, SOLD)), answers) == ()


FIELDS = ("a", "b", "c")
LEAVES = st.builds(Comparison, st.sampled_from(FIELDS), st.sampled_from([Op.EQUAL, Op.NOT_EQUAL]), st.booleans())
TREES: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(condition=TREES, answers=st.dictionaries(st.sampled_from(FIELDS), st.booleans()))
def test_what_is_known_stays_true_whatever_the_missing_answers_will_be(
    condition: Condition, answers: dict[str, bool]
) -> None:
    verdict = evaluate(condition, answers)
    completions = (
        {**dict(zip(FIELDS, values, strict=True)), **answers} for values in product((True, False), repeat=len(FIELDS))
    )
    later = {evaluate(condition, completion) for completion in completions}
    assert None not in later
    assert verdict is None or later == {verdict}


@given(condition=TREES, answers=st.fixed_dictionaries({field: st.booleans() for field in FIELDS}))
def test_the_reasons_alone_lead_to_the_same_verdict(condition: Condition, answers: dict[str, bool]) -> None:
    decisive = {reason.field: answers[reason.field] for reason in reasons(condition, answers)}
    assert evaluate(condition, decisive) is evaluate(condition, answers)
