"""Two members, one form: different fields merge, the same field clashes, and nothing anybody typed is overwritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.answer_merge import Merged, merge, version_of

NOW = dt.datetime(2026, 3, 9, 2, 32, tzinfo=dt.UTC)
LIN, ZHOU = 1, 2


def said(before: Merged, by: int, base: dict[str, int], **answers: Any) -> Merged:
    return merge(before.answers, before.versions, answers, base, by, NOW)


EMPTY = Merged({}, {}, (), ())


def test_different_fields_are_merged_without_a_word() -> None:
    first = said(EMPTY, LIN, {"area": 0}, area=5)
    second = said(first, ZHOU, {"height": 0}, height=9)
    assert second.answers == {"area": 5, "height": 9} and not second.clashes


def test_the_same_field_twice_keeps_the_first_and_tells_both_with_who_and_when() -> None:
    first = said(EMPTY, LIN, {"area": 0}, area=5)
    second = said(first, ZHOU, {"area": 0}, area=7)
    (clash,) = second.clashes
    assert (clash.theirs, clash.mine, clash.by, clash.at, clash.version) == (5, 7, LIN, NOW, 1)
    assert second.answers == {"area": 5} and not second.changed


def test_who_saw_the_other_answer_may_replace_it() -> None:
    first = said(EMPTY, LIN, {"area": 0}, area=5)
    assert said(first, ZHOU, {"area": 1}, area=7).answers == {"area": 7}


def test_the_same_answer_is_no_clash_and_no_change() -> None:
    first = said(EMPTY, LIN, {"area": 0}, area=5)
    again = said(first, ZHOU, {"area": 0}, area=5.0)
    assert not again.clashes and not again.changed and version_of(again.versions, "area") == 1


def test_true_is_not_one() -> None:
    assert said(Merged({"x": 1}, {}, (), ()), LIN, {}, x=True).changed == ("x",)


def test_taking_back_what_another_changed_is_a_clash_too() -> None:
    first = said(EMPTY, LIN, {"area": 0}, area=5)
    assert said(first, ZHOU, {"area": 0}, area=None).clashes
    assert said(first, ZHOU, {"area": 1}, area=None).answers == {}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([LIN, ZHOU]), st.integers(0, 3), st.integers(0, 3))))
def test_an_answer_is_only_ever_replaced_by_somebody_who_saw_it(steps: list[tuple[str, int, int, int]]) -> None:
    form = EMPTY
    for field, who, base, value in steps:
        before, version = form.answers.get(field), version_of(form.versions, field)
        form = merge(form.answers, form.versions, {field: value}, {field: base}, who, NOW)
        if form.answers.get(field) != before:
            assert base == version and form.versions[field][:2] == [version + 1, who]
        elif before != value:
            assert [one.field for one in form.clashes] == [field]
