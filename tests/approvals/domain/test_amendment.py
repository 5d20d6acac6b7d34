"""What changed answers do to a filing that runs; the same difference for the page and for the agreement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.amendment import Effect, Standing, changed, effect, ends_as
from approvals.domain.fan_out import Plan, plan
from approvals.domain.states import DECIDED, UNDECIDED, TrackState
from tests.approvals.domain.test_fan_out import CATALOGUE, MALL

BEFORE = plan(CATALOGUE, "SF-BUILD", "S1", MALL)


def planned(**said: object) -> Plan:
    return plan(CATALOGUE, "SF-BUILD", "S1", {**MALL, **said})


def standing(made: Plan = BEFORE, state: TrackState = TrackState.IN_REVIEW, **states: TrackState) -> list[Standing]:
    return [
        Standing(
            item.code, states.get(item.code.replace("-", "_"), state), item.statutory.days, item.statutory.unit.value,
            item.committed_wd, frozenset(demand.material for demand in item.demands),
        )
        for item in made.items
    ]  # fmt: skip


def change(made: Plan, now: list[Standing] | None = None) -> Effect:
    return effect(made, now or standing(), {item.code for item in BEFORE.items})


def test_the_same_answers_change_nothing() -> None:
    assert change(BEFORE).is_silent


def test_less_power_used_ends_one_item_and_what_only_it_wanted() -> None:
    made = change(planned(annual_electricity_kwh=100))
    assert made.going and not made.coming
    left = {paper.code for paper in planned(annual_electricity_kwh=100).papers}
    assert set(made.dropped) == {paper.code for paper in BEFORE.papers} - left


def test_going_back_brings_the_item_and_asks_only_for_papers_nobody_has_asked_for() -> None:
    small = planned(annual_electricity_kwh=100)
    made = effect(BEFORE, standing(small), {item.code for item in small.items})
    assert made.coming == change(small).going
    assert set(made.asked).isdisjoint(paper.code for paper in small.papers)
    assert set(made.asked) == {paper.code for paper in BEFORE.papers} - {paper.code for paper in small.papers}


def test_what_is_decided_stays_decided() -> None:
    small = planned(annual_electricity_kwh=100)
    code = change(small).going[0]
    made = change(small, standing(**{code.replace("-", "_"): TrackState.GRANTED}))
    assert made.going == () and made.untouched == (code,)


def test_an_item_that_ended_here_is_filed_anew_and_not_revived() -> None:
    small = planned(annual_electricity_kwh=100)
    code = change(small).going[0]
    ended = standing(**{code.replace("-", "_"): TrackState.NOT_REQUIRED})
    assert effect(BEFORE, ended, {item.code for item in small.items}).anew == (code,)
    # withdrawn while it applied all along: another answer does not bring it back into question
    assert effect(BEFORE, ended, {item.code for item in BEFORE.items}).anew == ()


def test_other_days_are_named_for_items_that_stay_undecided_only() -> None:
    first = standing()[0]
    other = [replace(first, committed_wd=(first.committed_wd or 0) + 5), *standing()[1:]]
    moved = change(BEFORE, other).days
    assert [one.item for one in moved] == [first.item] and moved[0].after[2] == first.committed_wd
    assert change(BEFORE, [replace(other[0], state=TrackState.GRANTED), *other[1:]]).days == ()


def test_the_fingerprint_differs_when_what_is_agreed_to_does() -> None:
    assert change(planned(annual_electricity_kwh=100)).fingerprint != change(BEFORE).fingerprint
    assert change(BEFORE).fingerprint == change(BEFORE).fingerprint


@pytest.mark.parametrize(
    ("former", "said", "differs"), [(1, True, True), (1, 1.0, False), (None, False, True), (None, None, False)]
)
def test_an_answer_of_another_sort_is_another_answer(former: object, said: object, differs: bool) -> None:
    assert list(changed({"field": former}, {"field": said})) == (["field"] if differs else [])


def test_nobody_holds_a_filed_item_in_hands() -> None:
    assert ends_as(TrackState.FILED) == "declare_not_required"
    assert {ends_as(state) for state in UNDECIDED - {TrackState.FILED}} == {"withdraw"}


@given(
    st.fixed_dictionaries(
        {
            "annual_electricity_kwh": st.sampled_from([0, 100, 6000000]),
            "eia_category": st.sampled_from(["登记表", "报告书", "豁免"]),
            "filing_mode": st.sampled_from(["备案", "核准"]),
            "land_supply_mode": st.sampled_from(["出让", "划拨"]),
        }
    ),
    st.lists(st.sampled_from(list(TrackState)), min_size=1, max_size=7),
)
def test_every_item_has_one_place_and_no_paper_is_asked_twice(
    said: dict[str, object], states: list[TrackState]
) -> None:
    now = [replace(one, state=states[place % len(states)]) for place, one in enumerate(standing())]
    made = change(planned(**said), now)
    places = [made.coming, made.going, made.untouched, made.anew]
    assert sum(map(len, places)) == len(set().union(*places))
    known = set().union(*(one.wants for one in now))
    assert known.isdisjoint(made.asked) and set(made.asked).isdisjoint(made.dropped)
    wanted = {code for _, papers in made.wants for code in papers}
    assert set(made.asked) | set(made.shared) <= wanted and wanted.isdisjoint(made.dropped)
    assert {one.item for one in now if one.state in DECIDED}.isdisjoint({*made.coming, *made.going})
