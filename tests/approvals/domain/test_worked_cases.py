"""The worked cases of the fact sheet, section 3, come out of the one plan that the pages and the filing use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from approvals.domain.fan_out import Plan
from approvals.domain.plan import Supply
from approvals.domain.project_plan import asked_of_project, project_fields, project_plan
from departments.domain.catalogue import parse_catalogue

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
CATALOGUE = parse_catalogue(json.loads(FILE.read_text(encoding="utf-8")))
Said = Mapping[str, Any]

MARKET: Said = {
    "filing_mode": "备案", "land_supply_mode": "出让", "land_area_m2": 164667, "gross_floor_area_m2": 180000,
    "building_use": "商业", "eia_category": "登记表", "earthwork_m3": 200000, "is_special_fire_project": True,
    "civil_defence_mode": "结建", "construction_drainage": True, "digs_road": True, "trees_to_fell": 6,
    "occupies_green_land_m2": 80, "needs_gas": True, "needs_heat": True, "needs_telecom": True,
    "total_investment_wan": 150000, "annual_electricity_kwh": 6000000,
}  # fmt: skip
"""The building-materials market of 247 mu (164,667 m²) in Zhangqiu."""
WAREHOUSE: Said = {
    "is_simple_low_risk": True, "land_area_m2": 4000, "gross_floor_area_m2": 2500, "building_use": "仓储物流",
    "is_civil_building": False, "civil_defence_mode": "不需要", "earthwork_m3": 800,
}  # fmt: skip
RESTAURANT: Said = {
    "business_kind": "餐饮", "serves_food": True, "discharges_sewage": True, "is_public_gathering_place": True,
    "fire_commitment_chosen": False, "premises_area_m2": 600,
}  # fmt: skip


def answered(theme: str, said: Said) -> Said:
    """What the case leaves open is answered with the value shown first."""
    return {one.key: said.get(one.key, one.default) for one in project_fields(CATALOGUE, theme)}


def plans(theme: str, said: Said) -> tuple[Plan, ...]:
    """One plan per stage."""
    return project_plan(CATALOGUE, theme, answered(theme, said)).stages


def totals(theme: str, said: Said) -> dict[str, int]:
    found = project_plan(CATALOGUE, theme, answered(theme, said))
    return {
        "items": len(found.items), "departments": len(found.departments), "demands": found.demand_count,
        "papers": len(found.required_papers), "from the system": len(found.made_here),
    }  # fmt: skip


def test_247_mu_are_35_items_in_16_departments_and_119_demands_become_53_papers_11_of_them_our_own() -> None:
    assert totals("SF-BUILD", MARKET) == {
        "items": 35, "departments": 16, "demands": 119, "papers": 53, "from the system": 11,
    }  # fmt: skip


def test_a_simple_warehouse_is_14_items_in_8_departments() -> None:
    found = totals("SF-BUILD", WAREHOUSE)
    assert (found["items"], found["departments"]) == (14, 8)


def test_a_restaurant_is_8_items() -> None:
    assert totals("SHOP", RESTAURANT)["items"] == 8


def test_what_an_earlier_stage_makes_is_uploaded_in_no_later_one() -> None:
    made = {paper.code for paper in project_plan(CATALOGUE, "SF-BUILD", answered("SF-BUILD", MARKET)).made_here}
    stages = plans("SF-BUILD", MARKET)
    assert {paper.supply for stage in stages for paper in stage.papers if paper.code in made} == {Supply.UPSTREAM}


def test_a_question_of_any_stage_is_put_once_while_an_answer_could_change_something() -> None:
    asked = [field.key for field in asked_of_project(CATALOGUE, "SF-BUILD", {})]
    assert asked == [field.key for field in project_fields(CATALOGUE, "SF-BUILD")] and len(set(asked)) == len(asked)
    assert len(asked_of_project(CATALOGUE, "SF-BUILD", answered("SF-BUILD", WAREHOUSE))) < len(asked)


@pytest.mark.parametrize(("theme", "said"), [("SF-BUILD", MARKET), ("SF-BUILD", WAREHOUSE), ("SHOP", RESTAURANT)])
def test_no_question_of_a_worked_case_is_left_open(theme: str, said: Said) -> None:
    for one in plans(theme, said):
        assert one.unanswered == () == one.invalid
        assert not [each.item.code for each in one.left_out if each.unknown]


def test_no_stage_of_the_market_takes_longer_than_the_fact_sheet_says() -> None:
    days = [one.slowest.path_wd if one.slowest else 0 for one in plans("SF-BUILD", MARKET)]
    assert all(found <= most for found, most in zip(days, (20, 12, 12, 9), strict=True))
