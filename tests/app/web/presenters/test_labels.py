from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.web.presenters.labels import answer, label, person_name, procedure, value_words

ITEM = SimpleNamespace(name_zh="企业投资项目备案", name_en="Filing of an enterprise investment project")
WU = SimpleNamespace(name="吴敏", name_en="Wu Min")


@pytest.mark.usefixtures("chinese")
def test_a_name_is_chinese_on_a_chinese_page() -> None:
    assert label(ITEM) == "企业投资项目备案"
    assert person_name(WU) == "吴敏"


@pytest.mark.usefixtures("english")
def test_a_name_is_english_on_an_english_page() -> None:
    assert label(ITEM) == "Filing of an enterprise investment project"
    assert label({"name_zh": "水务局", "name_en": "Water Bureau"}) == "Water Bureau"
    assert person_name(WU) == "Wu Min"


@pytest.mark.usefixtures("english")
def test_what_has_no_english_is_shown_as_it_stands() -> None:
    assert label({"name_zh": "章丘国际建材家居城", "name_en": ""}) == "章丘国际建材家居城"
    assert value_words("本地特有的选项") == "本地特有的选项"
    assert label(None) == ""


@pytest.mark.usefixtures("english")
def test_the_choices_of_the_catalogue_have_english_words() -> None:
    assert [value_words("备案"), value_words("出让"), procedure("EXPERT_REVIEW")] == [
        "Filing",
        "Land grant (sale)",
        "Expert review",
    ]


@pytest.mark.usefixtures("chinese")
def test_an_answer_is_said_and_an_absent_one_is_named_so() -> None:
    assert [answer(True), answer(False), answer(None), answer("商业")] == ["是", "否", "未填", "商业"]
