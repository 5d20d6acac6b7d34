"""A result of an earlier filing that an item rests on: granted and alive, or named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from approvals.domain.fan_out import plan
from approvals.domain.prerequisites import applied_again, unmet
from approvals.domain.states import TrackState
from departments.domain.catalogue import parse_catalogue

CATALOGUE = parse_catalogue(
    json.loads((Path(__file__).resolve().parents[3] / "departments" / "data" / "catalogue.json").read_text("utf-8"))
)
LAND = {"land_supply_mode": "出让"}


def lacking(states: tuple[TrackState, ...] = (), answers: dict[str, str] | None = None, item: str = "GC-02") -> object:
    """What GC-02 lacks of LX-05, which lies a stage before it and hands it no paper."""
    standings = {"LX-05": states}
    return dict(unmet(CATALOGUE, CATALOGUE.items[item], (), standings, LAND if answers is None else answers)).get(
        "LX-05", "nothing"
    )


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ((TrackState.GRANTED,), "nothing"),
        ((TrackState.RENEWED,), "nothing"),
        ((TrackState.WITHDRAWN, TrackState.GRANTED), "nothing"),
        ((TrackState.NOT_REQUIRED,), "nothing"),
        ((TrackState.IN_REVIEW,), TrackState.IN_REVIEW),
        ((TrackState.IN_REVIEW, TrackState.REFUSED), TrackState.IN_REVIEW),
        ((TrackState.REFUSED,), TrackState.REFUSED),
        ((TrackState.REVOKED,), TrackState.REVOKED),
        ((), None),
    ],
)
def test_only_a_granted_living_result_satisfies(states: tuple[TrackState, ...], found: object) -> None:
    assert lacking(states) == found


def test_what_does_not_apply_to_the_project_is_no_prerequisite() -> None:
    assert lacking(answers={"land_supply_mode": "自有"}) == "nothing"
    assert lacking((TrackState.REFUSED,), {"land_supply_mode": "自有"}) == "nothing"


def test_an_answer_nobody_gave_makes_no_prerequisite_but_a_refusal_does() -> None:
    assert lacking(answers={}) == "nothing" and lacking((TrackState.REFUSED,), {}) is TrackState.REFUSED


def test_the_plan_names_what_comes_first_and_stops_nothing() -> None:
    answers = {field.key: field.default for field in CATALOGUE.stage_fields("SF-BUILD", "S4")}
    alone = plan(CATALOGUE, "SF-BUILD", "S4", answers)
    needing = {one.code for one in alone.items if "SG-03" in one.needs_first}
    assert {"YS-01", "YS-09", "YS-11"} <= needing
    built = plan(CATALOGUE, "SF-BUILD", "S4", answers, standings={"SG-03": (TrackState.GRANTED,)})
    assert not any("SG-03" in one.needs_first for one in built.items)
    assert [one.code for one in built.items] == [one.code for one in alone.items]


@pytest.mark.parametrize(
    ("own", "all_of_them", "counts"),
    [
        (TrackState.REFUSED, (TrackState.REFUSED,), TrackState.REFUSED),
        (TrackState.REFUSED, (TrackState.IN_REVIEW, TrackState.REFUSED), TrackState.IN_REVIEW),
        (TrackState.WITHDRAWN, (TrackState.REFUSED, TrackState.GRANTED, TrackState.WITHDRAWN), TrackState.GRANTED),
        (TrackState.GRANTED, (TrackState.REFUSED, TrackState.GRANTED), TrackState.GRANTED),
    ],
)
def test_an_item_that_ended_without_a_grant_stands_as_a_second_application_left_it(
    own: TrackState, all_of_them: tuple[TrackState, ...], counts: TrackState
) -> None:
    assert applied_again(own, all_of_them) is counts
