"""flask catalogue: a file is read whole, refused whole, and plans are the page's answer without a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cli.catalogue import OWN
from app.factory import create_app
from app.foundation.reading import reading
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Department
from tests.app.cli.conftest import Run
from tests.factories.main_job import ANSWERS
from tests.support.installation import settings_for

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def own() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OWN.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def written(tmp_path: Path) -> Callable[[object], Path]:
    def write(document: object) -> Path:
        path = tmp_path / "catalogue.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return path

    return write


def item(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in document["items"] if one["code"] == code)


def versions(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(CatalogueVersion)) or 0


def test_our_own_catalogue_is_valid(run: Run) -> None:
    told = run("catalogue", "validate")
    assert told.exit_code == 0
    assert told.output.strip() == "valid: 61 items, 94 materials, 27 departments, 57 form fields"


@pytest.mark.both_databases
def test_importing_twice_publishes_once_and_sets_up_the_departments(run: Run, app: Flask) -> None:
    assert run("catalogue", "import").output.strip() == "published as version 1"
    assert run("catalogue", "import").output.strip() == "published as version 1"
    assert versions(app) == 1
    with app.app_context(), reading() as session:
        assert session.scalar(select(func.count()).select_from(Department)) == 27


def test_every_problem_is_told_at_once_and_nothing_is_imported(
    run: Run, app: Flask, own: dict[str, Any], written: Callable[[object], Path]
) -> None:
    item(own, "LX-05")["department"] = "NOBODY"
    item(own, "LX-13")["materials"][0]["code"] = "M999"
    item(own, "LX-01")["prerequisites"] = [{"item": "LX-05", "needed_for": "decision"}]
    path = written(own)
    for verb in ("validate", "import"):
        told = run("catalogue", verb, path)
        assert told.exit_code == 1
        assert "NOBODY" in told.stderr and "M999" in told.stderr
        assert told.stderr.splitlines()[-1].endswith("problems, nothing imported")
    assert versions(app) == 0


def test_a_cycle_is_named_with_its_items(run: Run, own: dict[str, Any], written: Callable[[object], Path]) -> None:
    item(own, "LX-01")["prerequisites"] = [{"item": "LX-05", "needed_for": "decision"}]
    told = run("catalogue", "validate", written(own))
    assert told.exit_code == 1
    assert "LX-01" in told.stderr and "LX-05" in told.stderr


DEEP, LONG = "[" * 200_000, '{"items": ' + "1" * 5000 + "}"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"a text"', "{}", '{"items": 5}', DEEP, LONG], ids=lambda text: text[:12]
)
def test_a_file_that_is_no_catalogue_is_refused_in_words(
    run: Run, app: Flask, written: Callable[[object], Path], text: str
) -> None:
    told = run("catalogue", "import", written(text))
    assert told.exit_code == 1
    assert "catalogue.json: " in told.stderr
    assert "Traceback" not in told.output + told.stderr
    assert versions(app) == 0


def test_a_file_that_is_no_text_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "picture.json"
    path.write_bytes(b"\xff\xfe\x00\x01")
    told = run("catalogue", "validate", path)
    assert (told.exit_code, told.stderr.strip()) == (1, "picture.json: the file is not UTF-8 text")


def test_a_file_that_is_not_there_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    told = run("catalogue", "validate", tmp_path / "none.json")
    assert told.exit_code == 2
    assert "does not exist" in told.stderr


def planned(app: Flask, *lines: object) -> list[dict[str, Any]]:
    """The answers to lines, as an operator with a pipe gets them."""
    said = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    told = app.test_cli_runner().invoke(args=["catalogue", "plan"], input=said)
    assert told.exit_code == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


@pytest.fixture
def without_database(tmp_path: Path) -> Flask:
    return create_app(settings_for(NOWHERE, home=tmp_path / "home"))


def test_a_plan_needs_no_database_and_says_what_the_page_says(without_database: Flask, own: dict[str, Any]) -> None:
    stage_fields = {one["key"]: one["default"] for one in own["form_fields"] if one["scope"] == "project"}
    line = {"id": "市场", "theme": "SF-BUILD", "stage": "S1", "answers": stage_fields | ANSWERS}
    (answer,) = planned(without_database, line)
    assert (answer["id"], answer["unanswered"]) == ("市场", [])
    assert {one["code"]: (one["department"], one["committed_wd"]) for one in answer["items"]} == {
        "LX-01": ("FGW", 0), "LX-04": ("FGW", 7), "LX-05": ("ZRZY", 3), "LX-07": ("STHJ", 0), "LX-08": ("SW", 5),
        "LX-10": ("WL", 10), "LX-13": ("GAJJ", 7),
    }  # fmt: skip
    required = [one for one in answer["papers"] if one["required"]]
    assert len(required) == 10
    deferrable = {one["code"]: one["deferrable_for"] for one in required if one["deferrable_for"]}
    assert deferrable == {"M018": ["LX-05", "LX-10"], "M030": ["LX-13"]}


def test_a_shop_is_planned_by_the_same_code(without_database: Flask, own: dict[str, Any]) -> None:
    fields = {one["key"]: one["default"] for one in own["form_fields"] if one["scope"] == "shop"}
    shop = fields | {
        "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "fitout_area_m2": 800,
        "fitout_cost_wan": 120,
    }  # fmt: skip
    (answer,) = planned(without_database, {"id": 7, "theme": "SHOP", "stage": "K1", "answers": shop})
    assert [one["code"] for one in answer["items"]] == ["KD-01", "KD-02", "KD-03", "KD-04", "KD-08", "KD-09", "KD-12"]


def test_what_is_not_answered_is_listed(without_database: Flask) -> None:
    (answer,) = planned(
        without_database, {"id": 1, "theme": "SF-BUILD", "stage": "S1", "answers": {"filing_mode": "备案"}}
    )
    assert "eia_category" in answer["unanswered"]
    assert "filing_mode" not in answer["unanswered"]


def test_a_wrong_line_gets_an_error_and_the_others_their_plans(without_database: Flask) -> None:
    good = {"id": "ok", "theme": "SF-BUILD", "stage": "S1", "answers": {}}
    answers = planned(
        without_database, b"not json\n", b"\n", b"\xff\xfe\n", [1], {"id": "a", "theme": "NONE", "stage": "S1", "answers": {}},
        {"id": "b", "theme": "SF-BUILD", "stage": "S9", "answers": {}}, {"id": "c", "theme": "SF-BUILD", "stage": "S1"},
        b"[" * 200_000 + b"\n", b'{"id": NaN}\n', b'{"id": ' + b"1" * 5000 + b"}\n",
        {"id": "d", "theme": "SF-BUILD", "stage": "S1", "answers": {"eia_category": "随便", "earthwork_m3": "many"}}, good,
    )  # fmt: skip
    assert [one["id"] for one in answers] == [None, None, None, "a", "b", "c", None, None, None, "d", "ok"]
    assert all("error" in one for one in answers[:9])
    assert "items" in answers[-1]


def test_an_id_of_half_a_character_comes_back_as_it_was(without_database: Flask) -> None:
    (answer,) = planned(without_database, b'{"id": "\\ud800", "theme": "SF-BUILD", "stage": "S1", "answers": {}}\n')
    assert answer["id"] == "\ud800"


def test_a_plan_with_another_catalogue_uses_that_one(
    without_database: Flask, own: dict[str, Any], written: Callable[[object], Path]
) -> None:
    item(own, "LX-07")["condition"] = {"field": "eia_category", "op": "==", "value": "报告书"}
    line = json.dumps({"id": 1, "theme": "SF-BUILD", "stage": "S1", "answers": {"eia_category": "报告书"}})
    path = str(written(own))
    told = without_database.test_cli_runner().invoke(args=["catalogue", "plan", "--catalogue", path], input=line)
    assert told.exit_code == 0
    assert "LX-07" in [one["code"] for one in json.loads(told.stdout)["items"]]


def test_a_plan_leaves_no_database_behind(tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    app = create_app(settings_for(f"sqlite:///{home / 'binglian.db'}", home=home))
    planned(app, {"id": 1, "theme": "SF-BUILD", "stage": "S1", "answers": {}})
    assert not (home / "binglian.db").exists()
