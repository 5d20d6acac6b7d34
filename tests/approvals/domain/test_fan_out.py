"""One form decides which items, papers, waits and limits a filing has: the brochure's project, a shop, and the rules between."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.domain.fan_out import Plan, Supply, Wait, plan
from approvals.domain.plan_lines import plan_line
from departments.domain.catalogue import Catalogue, FormField, UnknownCode, parse_catalogue
from departments.domain.catalogue_words import FieldType, NeededFor, Unit
from departments.domain.condition import evaluate, fields_of

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CATALOGUE = parse_catalogue(DOCUMENT)


def shown_first(theme: str, stage: str) -> dict[str, object]:
    """Every field of the stage answered with the value that the form shows first; only tests may do this."""
    return {field.key: field.default for field in CATALOGUE.stage_fields(theme, stage)}


MALL: dict[str, object] = {
    **shown_first("SF-BUILD", "S1"),
    "filing_mode": "备案", "land_supply_mode": "出让", "land_area_m2": 164667, "gross_floor_area_m2": 180000,
    "building_use": "商业", "total_investment_wan": 150000, "eia_category": "登记表", "earthwork_m3": 200000,
    "annual_electricity_kwh": 6000000, "archaeology_done_before_supply": False, "in_regional_assessment": False,
}  # fmt: skip
SHOP: dict[str, object] = {
    **shown_first("SHOP", "K1"),
    "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True,
    "fitout_area_m2": 800, "fitout_cost_wan": 120,
}  # fmt: skip


def mall(**changes: object) -> Plan:
    return plan(CATALOGUE, "SF-BUILD", "S1", {**MALL, **changes})


def shop(**changes: object) -> Plan:
    return plan(CATALOGUE, "SHOP", "K1", {**SHOP, **changes})


def codes(found: Plan) -> list[str]:
    return [each.code for each in found.items]


def changed(change: Callable[[dict[str, Any]], object]) -> Catalogue:
    document = copy.deepcopy(DOCUMENT)
    change({row["code"]: row for table in ("items", "materials") for row in document[table]})
    return parse_catalogue(document)


def test_the_mall_goes_to_six_departments_with_seven_items() -> None:
    found = mall()
    assert codes(found) == ["LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13"]
    assert len(found.departments) == 6
    assert found.unanswered == () == found.invalid


def test_nineteen_demands_of_the_mall_are_ten_papers_of_which_it_uploads_seven() -> None:
    found = mall()
    assert (found.demand_count, len(found.required_papers), found.upload_count) == (19, 10, 7)
    supply = {paper.code: paper.supply for paper in found.required_papers if paper.supply is not Supply.UPLOAD}
    assert supply == {"M001": Supply.FORM, "M002": Supply.SHARING, "M010": Supply.UPSTREAM}


def test_the_slowest_item_of_the_mall_is_the_archaeology_with_ten_working_days() -> None:
    slowest = mall().slowest
    assert slowest is not None
    assert (slowest.item.code, slowest.committed_wd, slowest.path, slowest.path_wd) == ("LX-10", 10, ("LX-10",), 10)


def test_two_papers_of_the_mall_may_follow_with_three_promises() -> None:
    promised = {paper.code: dict(paper.deferrable_for) for paper in mall().papers if paper.deferrable_for}
    assert promised == {"M018": {"LX-05": 2, "LX-10": 5}, "M030": {"LX-13": 5}}


def test_a_shop_is_opened_with_the_same_code() -> None:
    assert codes(shop()) == ["KD-01", "KD-02", "KD-03", "KD-04", "KD-08", "KD-09", "KD-12"]


def test_the_path_of_the_shop_leads_through_the_business_licence() -> None:
    slowest = shop().slowest
    assert slowest is not None
    assert (slowest.path, slowest.committed_wd, slowest.path_wd) == (("KD-01", "KD-08"), 5, 6)


def test_optional_papers_are_listed_but_never_counted() -> None:
    found = mall()
    optional = [paper.code for paper in found.papers if not paper.required]
    assert optional == ["M025"]
    assert len(found.papers) == len(found.required_papers) + 1


def test_the_land_permit_waits_for_the_filing_only_before_its_decision() -> None:
    waits = {each.code: each.waits_for for each in mall().items}
    assert waits["LX-05"] == (Wait("LX-01", NeededFor.DECISION),)
    assert waits["LX-01"] == ()


def test_an_upstream_paper_alone_makes_its_item_wait() -> None:
    def forget(rows: dict[str, Any]) -> None:
        rows["LX-05"]["prerequisites"] = []

    found = plan(changed(forget), "SF-BUILD", "S1", MALL)
    assert next(each.waits_for for each in found.items if each.code == "LX-05") == (Wait("LX-01", NeededFor.DECISION),)


def test_a_prerequisite_needed_for_acceptance_outweighs_the_paper_it_also_brings() -> None:
    def strict(rows: dict[str, Any]) -> None:
        rows["LX-05"]["prerequisites"] = [{"item": "LX-01", "needed_for": "acceptance"}]

    found = plan(changed(strict), "SF-BUILD", "S1", MALL)
    waits = next(each.waits_for for each in found.items if each.code == "LX-05")
    assert waits == (Wait("LX-01", NeededFor.ACCEPTANCE),)


def test_a_prerequisite_that_does_not_apply_is_ignored() -> None:
    assert [wait.item for wait in next(each for each in mall().items if each.code == "LX-05").waits_for] == ["LX-01"]


@pytest.mark.parametrize(("mode", "days", "committed"), [("出让", 5, 3), ("划拨", 20, 5)])
def test_the_first_true_variant_sets_both_limits(mode: str, days: int, committed: int) -> None:
    item = next(each for each in mall(land_supply_mode=mode).items if each.code == "LX-05")
    assert (item.statutory.days, item.statutory.unit, item.committed_wd) == (days, Unit.WORKING_DAYS, committed)
    assert item.statutory.extension_days == 10


def test_a_variant_may_change_the_unit() -> None:
    item = next(each for each in mall(eia_category="报告表").items if each.code == "LX-06")
    assert (item.statutory.days, item.statutory.unit, item.committed_wd) == (30, Unit.NATURAL_DAYS, 7)


def test_a_promise_is_never_longer_than_the_committed_limit_of_the_chosen_variant() -> None:
    def slow(rows: dict[str, Any]) -> None:
        next(row for row in rows["LX-05"]["materials"] if row["code"] == "M018")["max_deferral_wd"] = 5

    found = plan(changed(slow), "SF-BUILD", "S1", MALL)
    assert next(paper for paper in found.papers if paper.code == "M018").deferrable_for["LX-05"] == 3


def test_an_item_says_which_answers_brought_it_in_and_which_kept_it_out() -> None:
    found = mall()
    brought = next(each for each in found.items if each.code == "LX-01").because
    assert [(reason.field, reason.answer, reason.holds) for reason in brought] == [("filing_mode", "备案", True)]
    kept = next(each for each in found.left_out if each.item.code == "LX-02")
    assert [(reason.field, reason.holds) for reason in kept.because] == [("filing_mode", False)]
    assert not kept.unknown


def test_a_result_of_an_item_outside_the_plan_is_uploaded_unless_the_project_already_holds_it() -> None:
    answers = shown_first("SF-BUILD", "S2")
    asked = plan(CATALOGUE, "SF-BUILD", "S2", answers)
    handed = plan(CATALOGUE, "SF-BUILD", "S2", answers, issued={"M010"})
    filing = [next(paper for paper in each.papers if paper.code == "M010") for each in (asked, handed)]
    assert [paper.supply for paper in filing] == [Supply.UPLOAD, Supply.UPSTREAM]
    assert all(paper.upstream for paper in filing)
    assert handed.upload_count == asked.upload_count - 1


def test_a_result_whose_own_condition_is_false_is_dropped() -> None:
    assert "M118" in {paper.code for paper in shop().papers}
    registered = shop(already_registered=True)
    wanted = [paper for paper in registered.papers if paper.code == "M118"]
    assert "KD-01" not in codes(registered)
    assert "KD-08" not in {item for paper in wanted for item in paper.wanted_by}


def test_the_fire_receipt_comes_from_whichever_fire_item_applies() -> None:
    for special, producer in ((True, "YS-02"), (False, "YS-03")):
        answers = {**shown_first("SF-BUILD", "S4"), "is_special_fire_project": special}
        found = plan(CATALOGUE, "SF-BUILD", "S4", answers)
        paper = next(each for each in found.papers if each.code == "M084")
        waits = next(each for each in found.items if each.code == "YS-06").waits_for
        assert paper.supply is Supply.UPSTREAM
        assert producer in {wait.item for wait in waits}


def test_nothing_is_assumed_about_a_field_that_is_not_answered() -> None:
    found = plan(CATALOGUE, "SF-BUILD", "S1", {})
    assert found.items == () == found.papers
    assert found.slowest is None
    assert found.unanswered == tuple(field.key for field in CATALOGUE.stage_fields("SF-BUILD", "S1"))
    assert all(each.unknown for each in found.left_out)


def test_an_answer_of_the_wrong_type_is_told_and_counts_as_unanswered() -> None:
    found = mall(land_area_m2="164667", filing_mode="批准", is_simple_low_risk=0, ghost=True)
    assert {each.field: each.reason for each in found.invalid} == {
        "filing_mode": "not_offered",
        "is_simple_low_risk": "not_yes_or_no",
        "land_area_m2": "not_a_number",
        "ghost": "unknown_field",
    }
    assert set(found.unanswered) == {"land_area_m2", "filing_mode", "is_simple_low_risk"}


def test_a_theme_or_stage_that_does_not_exist_is_named() -> None:
    for theme, stage in (("NONE", "S1"), ("SHOP", "S1")):
        with pytest.raises(UnknownCode):
            plan(CATALOGUE, theme, stage, {})


def test_the_operator_gets_the_answer_of_the_page_as_data() -> None:
    line = plan_line(CATALOGUE, {"id": 7, "theme": "SF-BUILD", "stage": "S1", "answers": MALL})
    assert list(line) == ["id", "items", "papers", "unanswered"]
    assert json.loads(json.dumps(line)) == line
    assert line["items"][2] == {  # type: ignore[index]
        "code": "LX-05", "department": "ZRZY", "statutory": 5, "unit": "WD", "committed_wd": 3,
    }  # fmt: skip
    papers = {paper["code"]: paper for paper in line["papers"]}  # type: ignore[attr-defined]
    assert papers["M018"] == {
        "code": "M018", "required": True, "upstream": False, "deferrable_for": ["LX-05", "LX-10"],
    }  # fmt: skip
    assert papers["M010"]["upstream"] is True
    assert line["unanswered"] == []


def test_the_operator_gets_the_unanswered_fields_and_only_what_is_sure() -> None:
    answers = {"filing_mode": "备案", "land_area_m2": None}
    line = plan_line(CATALOGUE, {"id": "a", "theme": "SF-BUILD", "stage": "S1", "answers": answers})
    assert [item["code"] for item in line["items"]] == ["LX-01"]  # type: ignore[attr-defined]
    assert "land_area_m2" in line["unanswered"]  # type: ignore[operator]
    assert "filing_mode" not in line["unanswered"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "line",
    [
        {"id": 1, "theme": "NONE", "stage": "S1", "answers": {}},
        {"id": 1, "theme": "SHOP", "stage": "S1", "answers": {}},
        {"id": 1, "theme": "SHOP", "stage": "K1", "answers": {"ghost": 1}},
        {"id": 1, "theme": "SHOP", "stage": "K1", "answers": {"sells_tobacco": 1}},
        {"id": 1, "theme": "SHOP", "stage": "K1", "answers": []},
        {"id": 1, "theme": "SHOP", "stage": "K1"},
        {"id": 1, "theme": ["SHOP"], "stage": "K1", "answers": {}},
        {"id": 1},
    ],
)
def test_a_bad_line_is_answered_with_its_error_and_nothing_else(line: dict[str, object]) -> None:
    answer = plan_line(CATALOGUE, line)
    assert list(answer) == ["id", "error"]
    assert answer["id"] == 1
    assert answer["error"]


def test_a_line_that_is_no_object_is_answered_too() -> None:
    assert plan_line(CATALOGUE, [1])["error"]


def _answer(field: FormField) -> st.SearchStrategy[object]:
    if field.type is FieldType.BOOL:
        return st.booleans()
    if field.type is FieldType.ENUM:
        return st.sampled_from(field.enum)
    return st.sampled_from([0, 1, 500, 1000, 4999, 5000, 20000, 50000, 10**7])


@st.composite
def filings(draw: st.DrawFn) -> tuple[str, str, dict[str, object]]:
    stage = draw(st.sampled_from(list(CATALOGUE.stages.values())))
    fields = CATALOGUE.stage_fields(stage.theme_code, stage.code)
    return stage.theme_code, stage.code, {field.key: draw(_answer(field)) for field in fields}


@settings(max_examples=150, deadline=None)
@given(filings())
def test_a_fully_answered_form_leaves_nothing_open_and_every_count_adds_up(
    filing: tuple[str, str, dict[str, object]],
) -> None:
    theme, stage, answers = filing
    found = plan(CATALOGUE, theme, stage, answers)
    assert not found.unanswered
    assert not any(each.unknown for each in found.left_out)
    assert len(found.items) + len(found.left_out) == len(CATALOGUE.items_of(stage))
    wanted = {demand.material for each in found.items for demand in each.demands if demand.required}
    assert wanted == {paper.code for paper in found.required_papers}
    for paper in found.papers:
        for code, days in paper.deferrable_for.items():
            assert 0 < days <= next(each.committed_wd for each in found.items if each.code == code)
    if found.slowest:
        assert found.slowest.path_wd >= max(each.committed_wd for each in found.items)


@settings(max_examples=100, deadline=None)
@given(filings(), st.data())
def test_what_a_half_answered_form_promises_the_whole_form_keeps(
    filing: tuple[str, str, dict[str, object]], data: st.DataObject
) -> None:
    theme, stage, answers = filing
    given_first = {key: answer for key, answer in answers.items() if data.draw(st.booleans())}
    early, late = (plan(CATALOGUE, theme, stage, each) for each in (given_first, answers))
    assert set(codes(early)) <= set(codes(late))
    asked = {field.key for field in CATALOGUE.asked(theme, stage, given_first)}
    assert set(early.unanswered) == asked - set(given_first)
    for each in early.left_out:
        if not each.unknown:
            assert each.item.code not in codes(late)


def test_every_condition_of_the_catalogue_can_be_decided_by_the_form_of_its_stage() -> None:
    for stage in CATALOGUE.stages.values():
        answers = shown_first(stage.theme_code, stage.code)
        for item in CATALOGUE.items_of(stage.code):
            for condition in item.conditions():
                assert fields_of(condition) <= set(answers)
                assert evaluate(condition, answers) is not None
