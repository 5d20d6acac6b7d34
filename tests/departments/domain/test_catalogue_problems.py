"""A catalogue file with anything wrong is refused whole, with everything that is wrong, and never with another error."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from departments.domain.catalogue import CatalogueRejected, parse_catalogue
from departments.domain.catalogue_problems import ENGLISH

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
Doc = dict[str, Any]


def _row(document: Doc, table: str, code: str) -> Doc:
    return next(row for row in document[table] if code in (row.get("code"), row.get("key")))


def item(document: Doc, code: str = "LX-05") -> Doc:
    return _row(document, "items", code)


def demand(document: Doc, paper: str = "M018", code: str = "LX-05") -> Doc:
    return next(row for row in item(document, code)["materials"] if row["code"] == paper)


def material(document: Doc, code: str) -> Doc:
    return _row(document, "materials", code)


def field(document: Doc, key: str) -> Doc:
    return _row(document, "form_fields", key)


def problems_of(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(CatalogueRejected) as refused:
        parse_catalogue(document)
    assert all(str(problem) for problem in refused.value.problems)
    return [(problem.code, problem.path) for problem in refused.value.problems]


def compare(key: str, op: str, value: object) -> Doc:
    return {"field": key, "op": op, "value": value}


Break = Callable[[Doc], object]
ITEM = "items[LX-05]"
PAPER = f"{ITEM}.materials[M018]"
BROKEN: dict[str, tuple[Break, str, str]] = {
    "a department that is not there": (
        lambda d: item(d).update(department="NOPE"), "dangling", f"{ITEM}.department"),
    "a lead department that is not there": (
        lambda d: d["project_types"][0]["stages"][0].update(lead_department="NOPE"), "dangling",
        "project_types[SF-BUILD].stages[S1].lead_department"),
    "a paper that is not there": (
        lambda d: demand(d).update(code="M999"), "dangling", f"{ITEM}.materials[M999].code"),
    "a common paper that is not there": (
        lambda d: d["common_materials"].append({"code": "M999", "when": "always"}), "dangling",
        "common_materials[M999].code"),
    "a prerequisite that is not there": (
        lambda d: item(d)["prerequisites"].append({"item": "LX-99", "needed_for": "decision"}), "dangling",
        f"{ITEM}.prerequisites[LX-99].item"),
    "a producer that is not there": (
        lambda d: material(d, "M010").update(produced_by="LX-99"), "dangling", "materials[M010].produced_by"),
    "a stage that is not there": (lambda d: item(d).update(stage="S9"), "dangling", f"{ITEM}.stage"),
    "a field that is not there": (
        lambda d: item(d).update(condition={"all": [{"not": compare("ghost", "==", True)}]}), "dangling",
        f"{ITEM}.condition.all[0].not.field"),
    "an operator nobody knows": (
        lambda d: item(d).update(condition=compare("land_area_m2", "=>", 1)), "unknown_word", f"{ITEM}.condition.op"),
    "a unit nobody knows": (
        lambda d: item(d)["statutory"].update(unit="WEEKS"), "unknown_word", f"{ITEM}.statutory.unit"),
    "a letter nobody knows": (
        lambda d: item(d).update(result_letter="poem"), "unknown_word", f"{ITEM}.result_letter"),
    "a kind nobody knows": (lambda d: item(d).update(kind="favour"), "unknown_word", f"{ITEM}.kind"),
    "a value that the enum does not offer": (
        lambda d: item(d).update(condition=compare("land_supply_mode", "in", ["出让", "租赁"])), "not_offered",
        f"{ITEM}.condition.value"),
    "a number compared with a yes": (
        lambda d: item(d).update(condition=compare("land_area_m2", "==", True)), "value_type",
        f"{ITEM}.condition.value"),
    "a yes compared with a one": (
        lambda d: item(d).update(condition=compare("digs_road", "==", 1)), "value_type", f"{ITEM}.condition.value"),
    "an order among words": (
        lambda d: item(d).update(condition=compare("filing_mode", ">", "备案")), "value_type",
        f"{ITEM}.condition.value"),
    "in without a list": (
        lambda d: item(d).update(condition=compare("filing_mode", "in", "备案")), "value_type",
        f"{ITEM}.condition.value"),
    "in with an empty list": (
        lambda d: item(d).update(condition=compare("filing_mode", "in", [])), "value_type", f"{ITEM}.condition.value"),
    "a condition with two meanings": (
        lambda d: item(d).update(condition={"all": [], "any": []}), "condition_shape", f"{ITEM}.condition"),
    "an item that stands twice": (lambda d: d["items"].append(copy.deepcopy(item(d))), "duplicate", "items"),
    "a field that stands twice": (
        lambda d: d["form_fields"].append(field(d, "digs_road")), "duplicate", "form_fields"),
    "a stage of the same code in two themes": (
        lambda d: d["project_types"][1]["stages"][0].update(code="S1"), "duplicate", "project_types.stages"),
    "a paper demanded twice by one item": (
        lambda d: item(d)["materials"].append(demand(d)), "duplicate", f"{ITEM}.materials"),
    "a deferral longer than the item takes": (
        lambda d: demand(d).update(max_deferral_wd=6), "deferral_over_committed", f"{PAPER}.max_deferral_wd"),
    "a deferral without days": (
        lambda d: demand(d).update(max_deferral_wd=None), "deferral_without_days", f"{PAPER}.max_deferral_wd"),
    "days of a deferral that is not allowed": (
        lambda d: demand(d).update(deferrable=False), "days_without_deferral", f"{PAPER}.max_deferral_wd"),
    "a promise longer than the law": (
        lambda d: item(d).update(committed_wd=21), "committed_over_statutory", f"{ITEM}.committed_wd"),
    "a promise longer than the law in one variant": (
        lambda d: item(d)["limit_variants"][0].update(committed_wd=6), "committed_over_statutory",
        f"{ITEM}.limit_variants[0].committed_wd"),
    "a warning longer than the limit": (
        lambda d: item(d).update(warn_wd=20), "warning_over_limit", f"{ITEM}.warn_wd"),
    "a warning that is no number": (
        lambda d: item(d).update(warn_wd="3"), "wrong_type", f"{ITEM}.warn_wd"),
    "a warning below zero": (
        lambda d: item(d).update(warn_wd=-1), "out_of_range", f"{ITEM}.warn_wd"),
    "a number format with an unknown part": (
        lambda d: item(d)["output"].update(number_format="地字{years}{n5}号"), "unknown_placeholder",
        f"{ITEM}.output.number_format"),
    "a number format with a lost brace": (
        lambda d: item(d)["output"].update(number_format="地字{year{n5}号"), "broken_number_format",
        f"{ITEM}.output.number_format"),
    "an item that asks for its own result": (
        lambda d: item(d)["materials"].append({**demand(d, "M010"), "code": "M015"}), "self_output",
        f"{ITEM}.materials[M015]"),
    "an upstream paper that nobody makes": (
        lambda d: demand(d).update(upstream=True), "upstream_without_producer", PAPER),
    "a result without a producer": (
        lambda d: material(d, "M010").update(produced_by=None), "source_without_producer", "materials[M010].source"),
    "a default that is no answer": (
        lambda d: field(d, "digs_road").update(default=0), "bad_default", "form_fields[digs_road].default"),
    "an enum without values": (
        lambda d: field(d, "filing_mode").update(enum=None), "enum_without_values", "form_fields[filing_mode].enum"),
    "values for a yes or no": (
        lambda d: field(d, "digs_road").update(enum=["是"]), "enum_not_allowed", "form_fields[digs_road].enum"),
    "a negative limit": (
        lambda d: item(d)["statutory"].update(days=-1), "out_of_range", f"{ITEM}.statutory.days"),
    "a limit that is a fraction": (
        lambda d: item(d)["statutory"].update(days=2.5), "wrong_type", f"{ITEM}.statutory.days"),
    "a limit left out": (lambda d: item(d)["statutory"].pop("days"), "missing", f"{ITEM}.statutory.days"),
    "a name left empty": (lambda d: item(d).update(name_zh=" "), "empty_text", f"{ITEM}.name_zh"),
    "a text no database stores": (
        lambda d: item(d).update(name_zh="许可\x00证"), "unreadable_text", f"{ITEM}.name_zh"),
    "a code no address carries": (lambda d: item(d).update(code="LX/05"), "bad_code", "items[4].code"),
    "a newer file": (lambda d: d.update(schema_version=2), "unsupported_version", "schema_version"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_found_where_it_stands(name: str) -> None:
    spoil, code, path = BROKEN[name]
    document = copy.deepcopy(DOCUMENT)
    spoil(document)
    assert (code, path) in problems_of(document)


def test_all_faults_are_told_at_once() -> None:
    document = copy.deepcopy(DOCUMENT)
    item(document)["department"] = "NOPE"
    item(document, "LX-10")["committed_wd"] = 21
    item(document, "KD-01")["kind"] = 7
    material(document, "M001")["shared"] = "yes"
    assert problems_of(document) == [
        ("wrong_type", "materials[M001].shared"),
        ("wrong_type", "items[KD-01].kind"),
        ("dangling", "items[LX-05].department"),
        ("committed_over_statutory", "items[LX-10].committed_wd"),
    ]


def test_a_circle_of_prerequisites_is_named_in_full() -> None:
    document = copy.deepcopy(DOCUMENT)
    item(document, "LX-01")["prerequisites"] = [{"item": "LX-08", "needed_for": "decision"}]
    with pytest.raises(CatalogueRejected) as refused:
        parse_catalogue(document)
    circles = [problem.params["items"] for problem in refused.value.problems if problem.code == "cycle"]
    assert "LX-01 → LX-08 → LX-01" in circles


def test_a_circle_may_also_be_closed_by_an_upstream_paper() -> None:
    document = copy.deepcopy(DOCUMENT)
    assert not any(each["item"] == "LX-12" for each in item(document, "LX-01")["prerequisites"])
    item(document, "LX-12")["prerequisites"] = []
    item(document, "LX-01")["prerequisites"] = [{"item": "LX-12", "needed_for": "acceptance"}]
    assert demand(document, "M010", "LX-12")["upstream"]
    assert "LX-01 → LX-12 → LX-01" in str([str(problem) for problem in _all(document)])


def test_an_item_that_waits_for_itself_is_a_circle() -> None:
    document = copy.deepcopy(DOCUMENT)
    item(document)["prerequisites"] = [{"item": "LX-05", "needed_for": "decision"}]
    assert problems_of(document) == [("cycle", f"{ITEM}.prerequisites")]


def test_a_chain_as_long_as_the_city_does_not_exhaust_the_stack() -> None:
    document = copy.deepcopy(DOCUMENT)
    template = {**item(document, "LX-07"), "materials": []}
    document["items"] = [
        {**template, "code": f"T{n}", "prerequisites": [{"item": f"T{(n + 1) % 3000}", "needed_for": "decision"}]}
        for n in range(3000)
    ]
    assert any(code == "cycle" for code, _ in problems_of(document))


def test_conditions_nested_too_deep_are_refused() -> None:
    document = copy.deepcopy(DOCUMENT)
    condition: Doc = compare("digs_road", "==", True)
    for _ in range(500):
        condition = {"not": condition}
    item(document)["condition"] = condition
    assert [code for code, _ in problems_of(document)] == ["too_deep"]


@pytest.mark.parametrize("document", [None, [], "catalogue", 7, {}, {"items": 3}, {"items": [None, [], 1, {}]}])
def test_a_file_that_is_no_catalogue_is_refused_too(document: Any) -> None:
    assert problems_of(document)


def _all(document: Any) -> tuple[object, ...]:
    try:
        parse_catalogue(document)
    except CatalogueRejected as refused:
        return refused.problems
    return ()


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(["LX-01", "M010", "S1"])
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["all", "any", "not", "field", "op", "value", "code", "x"]), inner, max_size=4),
    ),
    max_leaves=6,
)


def _small() -> Doc:
    """Two stages' worth is enough to break; references out of the cut are problems like any other."""
    document = copy.deepcopy(DOCUMENT)
    document["items"] = [each for each in document["items"] if each["code"] in ("LX-01", "LX-05", "LX-10", "KD-07")]
    return document


def _spots(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [spot for key in keys for spot in _spots(node[key])]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_changed_in_a_catalogue_only_a_refusal_comes_out(data: st.DataObject) -> None:
    document = _small()
    for _ in range(data.draw(st.integers(1, 4))):
        spots = _spots(document)
        holder, key = spots[data.draw(st.integers(0, len(spots) - 1))]
        if isinstance(holder, dict) and data.draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = data.draw(JUNK)
    for problem in _all(document):
        assert str(problem)


@settings(max_examples=150, deadline=None)
@given(JUNK)
def test_junk_in_every_table_only_brings_a_refusal(junk: object) -> None:
    for table in ("project_types", "form_fields", "departments", "materials", "items", "common_materials"):
        document = {**_EMPTY, table: [junk]}
        assert all(str(problem) for problem in _all(document))


_EMPTY: Doc = {
    "schema_version": 1, "jurisdiction": {"region_code": "370114", "name_zh": "区", "name_en": "D"},
    "project_types": [], "form_fields": [], "departments": [], "materials": [], "items": [], "common_materials": [],
}  # fmt: skip


def test_every_problem_has_a_sentence_for_the_command_line() -> None:
    assert {code for _, code, _ in BROKEN.values()} | {"cycle", "too_deep"} <= set(ENGLISH)
