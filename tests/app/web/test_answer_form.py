"""The one form: what counts as an answer, and what is said to what is none."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web.answer_form import answer_said, parse_number, read_answer, stage_form
from departments.domain.catalogue import FormField
from departments.domain.catalogue_words import FieldType

AREA = FormField("land_area_m2", "用地面积", "Land area", FieldType.NUMBER, (), "m2", 0, "project")
TREES = FormField("trees_to_fell", "树木株数", "Trees", FieldType.INTEGER, (), None, 0, "project")
ROAD = FormField("digs_road", "是否挖掘城市道路", "Digs up a city road", FieldType.BOOL, (), None, False, "project")
MODE = FormField("filing_mode", "立项方式", "Mode", FieldType.ENUM, ("备案", "核准"), None, "备案", "project")
FIELDS = (AREA, ROAD, MODE)


@pytest.mark.parametrize(
    ("typed", "number"), [("164667", 164667), ("164,667", 164667), ("１６４６６７", 164667), (" 0.50 ", 0.5), ("0", 0)]
)
@pytest.mark.usefixtures("chinese")
def test_a_number_is_read_as_people_write_it(typed: str, number: float) -> None:
    assert read_answer(AREA, typed) == number


@pytest.mark.parametrize("typed", ["-1", "十六", "1e400", "NaN", "Infinity", "9" * 20, "1" * 100, "164667 m2"])
@pytest.mark.usefixtures("chinese")
def test_what_is_no_number_is_told_and_never_stored(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_number(typed)


@pytest.mark.usefixtures("chinese")
def test_trees_are_counted_whole() -> None:
    with pytest.raises(ValueError, match="整数"):
        read_answer(TREES, "2.5")


@pytest.mark.parametrize(("field", "typed"), [(ROAD, "maybe"), (ROAD, "True"), (MODE, "批准")])
@pytest.mark.usefixtures("chinese")
def test_an_option_nobody_offered_is_no_answer(field: FormField, typed: str) -> None:
    with pytest.raises(ValueError, match="没有这个选项"):
        read_answer(field, typed)


def test_a_default_is_never_an_answer(shell: Flask) -> None:
    with shell.test_request_context("/", method="POST"):
        form = stage_form(FIELDS, meta={"csrf": False})
        answers, complete = form.answers()
    assert answers == {} and not complete
    assert all(form[f"a_{field.key}"].data in (None, "") for field in FIELDS)
    assert [str(form[f"a_{field.key}"].errors[0]) for field in FIELDS] == ["请回答这一项。"] * 3


def test_right_answers_stand_beside_a_wrong_one(shell: Flask) -> None:
    typed = {"a_land_area_m2": "164,667", "a_digs_road": "no", "a_filing_mode": "批准"}
    with shell.test_request_context("/", method="POST", data=typed):
        answers, complete = stage_form(FIELDS, meta={"csrf": False}).answers()
    assert answers == {"land_area_m2": 164667, "digs_road": False} and not complete


def test_a_saved_answer_comes_back_into_its_field(shell: Flask) -> None:
    with shell.test_request_context("/"):
        form = stage_form(FIELDS, {"land_area_m2": 164667.5, "digs_road": False}, meta={"csrf": False})
    assert (form["a_land_area_m2"].data, form["a_digs_road"].data) == ("164667.5", "no")


@pytest.mark.usefixtures("chinese")
def test_an_answer_is_said_with_its_unit() -> None:
    assert answer_said(AREA, 164667) == "164,667 m²"
    assert answer_said(ROAD, False) == "否"
