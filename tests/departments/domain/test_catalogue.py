"""The first catalogue is sound, and answers the questions that pages and filings ask of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from departments.domain.catalogue import Catalogue, UnknownCode, parse_catalogue
from departments.domain.catalogue_words import NeededFor, Unit
from departments.domain.condition import fields_of

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
CATALOGUE: Catalogue = parse_catalogue(json.loads(FILE.read_text(encoding="utf-8")))


def test_the_first_catalogue_is_read_whole() -> None:
    assert (len(CATALOGUE.items), len(CATALOGUE.materials), len(CATALOGUE.fields)) == (61, 94, 57)
    assert len({item.department for item in CATALOGUE.items.values()}) == 26
    assert CATALOGUE.region_code == "370114"
    assert [len(CATALOGUE.items_of(stage)) for stage in CATALOGUE.stages] == [13, 9, 15, 12, 12]


def test_an_item_keeps_everything_the_file_says() -> None:
    item = CATALOGUE.items["LX-05"]
    assert (item.statutory.days, item.statutory.unit, item.statutory.extension_days) == (20, Unit.WORKING_DAYS, 10)
    assert [variant.statutory_days for variant in item.limit_variants] == [5, 20]
    assert [each.item for each in item.prerequisites] == ["LX-01", "LX-02", "LX-03"]
    assert {each.needed_for for each in item.prerequisites} == {NeededFor.DECISION}
    assert [demand.max_deferral_wd for demand in item.demands if demand.deferrable] == [2]
    assert item.output.number_format == "地字第{region6}{year}{n5}号"


def test_only_the_stage_form_is_written_from_the_form() -> None:
    assert [material.code for material in CATALOGUE.materials.values() if material.from_form] == ["M001"]


def test_a_paper_may_come_from_either_of_two_items() -> None:
    assert CATALOGUE.materials["M084"].producers == ("YS-02", "YS-03")


def test_the_one_form_of_a_stage_is_every_field_of_its_conditions_in_catalogue_order() -> None:
    for theme in CATALOGUE.themes.values():
        for stage in theme.stages:
            keys = [field.key for field in CATALOGUE.stage_fields(theme.code, stage.code)]
            used = {
                key
                for item in CATALOGUE.items_of(stage.code)
                for condition in item.conditions()
                for key in fields_of(condition)
            }
            assert keys == [key for key in CATALOGUE.fields if key in used]


def test_a_stage_is_found_only_in_its_own_theme() -> None:
    assert CATALOGUE.stage("SHOP", "K1").lead_department == "XZSP"
    for theme, stage, what in (("SHOP", "S1", "stage"), ("NONE", "S1", "theme"), ("SHOP", "", "stage")):
        with pytest.raises(UnknownCode) as unknown:
            CATALOGUE.stage(theme, stage)
        assert unknown.value.what == what


@pytest.mark.parametrize(
    ("key", "answer", "reason"),
    [
        ("digs_road", True, None),
        ("digs_road", 1, "not_yes_or_no"),
        ("digs_road", "yes", "not_yes_or_no"),
        ("land_area_m2", 164667, None),
        ("land_area_m2", 0.5, None),
        ("land_area_m2", True, "not_a_number"),
        ("land_area_m2", "164667", "not_a_number"),
        ("land_area_m2", float("nan"), "not_a_number"),
        ("trees_to_fell", 3, None),
        ("trees_to_fell", 3.0, None),
        ("trees_to_fell", 3.5, "not_whole"),
        ("filing_mode", "备案", None),
        ("filing_mode", "審批", "not_offered"),
        ("filing_mode", ["备案"], "not_offered"),
    ],
)
def test_an_answer_must_be_of_the_type_of_its_field(key: str, answer: object, reason: str | None) -> None:
    assert CATALOGUE.fields[key].refusal_of(answer) == reason
