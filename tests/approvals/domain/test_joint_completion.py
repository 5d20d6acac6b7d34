"""What a joint completion opinion rests on, read from the catalogue of the city."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from approvals.domain.joint_completion import acceptance_outcome, acceptances_of, areas, participants_of, permits_behind
from approvals.domain.states import TrackState
from departments.domain.catalogue import parse_catalogue
from departments.domain.catalogue_parts import Prerequisite
from departments.domain.catalogue_words import NeededFor

DATA = Path(__file__).resolve().parents[3] / "departments" / "data" / "catalogue.json"
CATALOGUE = parse_catalogue(json.loads(DATA.read_text(encoding="utf-8")))
JOINT = CATALOGUE.items["YS-12"]
PASSED = {TrackState.GRANTED, TrackState.VARIED, TrackState.RENEWED}
FAILED = {TrackState.REFUSED, TrackState.TERMINATED, TrackState.RECALLED, TrackState.REVOKED, TrackState.CANCELLED}


def test_one_firm_may_have_several_parts_and_a_narrow_colon_will_do() -> None:
    rows = participants_of(" 勘察、设计:甲院 \n\n工程总承包（施工）：乙公司\nsupervision: 无\n检测：丙所")
    assert [(row.label, row.text, row.label_en) for row in rows] == [
        ("勘察、设计", "甲院", "Survey, Design"),
        ("工程总承包（施工）", "乙公司", "Construction"),
        ("监理", "无", "Supervision"),
        ("检测", "丙所", "检测"),
    ]


def test_it_rests_on_every_acceptance_of_the_stage() -> None:
    assert acceptances_of(JOINT) == tuple(f"YS-{number:02}" for number in range(1, 12))


def test_what_must_be_there_to_be_admitted_is_no_acceptance() -> None:
    permit = Prerequisite("SG-03", NeededFor.ACCEPTANCE)
    assert "SG-03" not in acceptances_of(replace(JOINT, prerequisites=(*JOINT.prerequisites, permit)))


@pytest.mark.parametrize("state", [None, *TrackState])
def test_each_state_says_one_of_four_things(state: TrackState | None) -> None:
    said = acceptance_outcome(state)
    if state in PASSED:
        assert said == "passed"
    elif state in FAILED:
        assert said == "not_passed"
    else:
        assert said == ("not_needed" if state in (None, TrackState.NOT_REQUIRED) else "outstanding")


def test_the_permits_are_the_licences_that_the_acceptances_compare_the_works_with() -> None:
    assert permits_behind(CATALOGUE, ["YS-01", "YS-02"]) == ("GC-02", "SG-03")
    assert "SG-04" in permits_behind(CATALOGUE, ["YS-01", "YS-07"])
    assert permits_behind(CATALOGUE, []) == ()


def test_the_areas_are_what_the_applicant_answered_and_above_ground_is_the_rest() -> None:
    rows = areas(CATALOGUE, {"land_area_m2": 164667, "gross_floor_area_m2": 180000, "underground_area_m2": 30000.5})
    assert [(row.label, row.text) for row in rows] == [
        ("用地面积", "164 667 m²"), ("总建筑面积", "180 000 m²"), ("地上建筑面积", "149 999.5 m²"),
        ("地下建筑面积", "30 000.5 m²"),
    ]  # fmt: skip
    assert all(row.label_en for row in rows)


def test_an_area_that_nobody_answered_is_not_made_up() -> None:
    assert [row.label for row in areas(CATALOGUE, {"gross_floor_area_m2": 5})] == ["总建筑面积"]
    assert areas(CATALOGUE, {"gross_floor_area_m2": None, "building_use": "商业"}) == ()
