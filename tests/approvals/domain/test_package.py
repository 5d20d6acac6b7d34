"""Who decides what of a package, and how the parts of its filing hang together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.package import Scope, check_leaves, of_all, part_of, scopes_of, usual_scope
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from tests.approvals.domain.test_fan_out import CATALOGUE, mall

WHOLE = mall()
CODES = [one.code for one in WHOLE.items]


def test_a_licence_is_usually_given_to_each_member_and_everything_else_decided_once() -> None:
    assert usual_scope(CATALOGUE.items["LX-05"]) is Scope.PER_MEMBER
    assert usual_scope(CATALOGUE.items["LX-01"]) is Scope.PER_PACKAGE
    items = [CATALOGUE.items["LX-05"], CATALOGUE.items["LX-01"]]
    assert scopes_of(items, {"LX-05": Scope.PER_PACKAGE}) == dict.fromkeys(("LX-05", "LX-01"), Scope.PER_PACKAGE)


def test_what_waits_for_an_item_of_the_other_part_needs_its_result_first() -> None:
    each = part_of(WHOLE, ["LX-05"])
    (alone,) = each.items
    assert alone.waits_for == () and "LX-01" in alone.needs_first
    assert each.departments == (alone.item.department,)


@given(st.sets(st.sampled_from(CODES)))
def test_the_parts_together_are_the_whole(chosen: set[str]) -> None:
    parts = [part_of(WHOLE, chosen), part_of(WHOLE, set(CODES) - chosen)]
    assert sorted(one.code for part in parts for one in part.items) == sorted(CODES)
    assert {paper.code for part in parts for paper in part.papers} == {paper.code for paper in WHOLE.papers}
    for paper in WHOLE.papers:
        halves = [one for part in parts for one in part.papers if one.code == paper.code]
        assert sorted(code for one in halves for code in one.wanted_by) == sorted(paper.wanted_by)
        assert any(one.required for one in halves) == paper.required
        assert {code: days for one in halves for code, days in one.deferrable_for.items()} == dict(paper.deferrable_for)


def test_an_item_of_each_member_is_there_for_the_package_once_all_have_it() -> None:
    granted, refused, filed = [TrackState.GRANTED], [TrackState.REFUSED], [TrackState.FILED]
    assert of_all([{"A": granted}, {"A": [TrackState.REFUSED, TrackState.GRANTED]}]) == {"A": TrackState.GRANTED}
    assert of_all([{"A": granted}, {"A": filed}]) == {"A": TrackState.FILED}
    assert of_all([{"A": granted}, {}]) == {"A": TrackState.FILED}
    assert of_all([{"A": granted}, {"A": refused}]) == {"A": TrackState.REFUSED}
    assert of_all([]) == {}


def test_the_last_member_does_not_leave() -> None:
    check_leaves(2)
    with pytest.raises(Refusal, match="package_last_member"):
        check_leaves(1)
