"""What is known already is offered with its source, and only where the catalogue would take it as an answer."""

from __future__ import annotations

import json
from pathlib import Path

from approvals.domain.prefill import Origin, prefilled
from departments.domain.catalogue import parse_catalogue

FILE = Path(__file__).parents[3] / "departments" / "data" / "catalogue.json"
CATALOGUE = parse_catalogue(json.loads(FILE.read_text(encoding="utf-8")))
COMPANY, TRADER, OFFICE = "91370114MA3C7J88XF", "92370114MA3C7J88XF", "11370114MA3C7J88XF"


def test_an_earlier_filing_outweighs_the_project_and_both_the_registration() -> None:
    found = prefilled(CATALOGUE, {"land_area_m2": 5}, {"land_area_m2": 7, "entity_type": "个体工商户"}, COMPANY)
    assert (found["land_area_m2"].value, found["land_area_m2"].origin) == (7, Origin.FILING)
    assert (found["entity_type"].value, found["entity_type"].origin) == ("个体工商户", Origin.FILING)
    assert (found["already_registered"].value, found["already_registered"].origin) == (True, Origin.ENTERPRISE)


def test_the_kind_of_an_enterprise_stands_in_its_code() -> None:
    assert prefilled(CATALOGUE, {}, {}, TRADER)["entity_type"].value == "个体工商户"
    assert prefilled(CATALOGUE, {}, {}, OFFICE) == {}


def test_what_the_catalogue_no_longer_takes_is_not_offered() -> None:
    assert prefilled(CATALOGUE, {"land_area_m2": None}, {"eia_category": "旧类别", "gone": 1}, OFFICE) == {}
