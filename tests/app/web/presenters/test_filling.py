from __future__ import annotations

import datetime as dt

import pytest

from app.web.presenters.filling import facts, sentence
from approvals.domain.states import Outcome


@pytest.mark.usefixtures("chinese")
def test_facts_of_events_are_told_as_days_and_moments() -> None:
    told = facts(
        {"due_on": "2026-03-13", "respond_by": dt.date(2026, 3, 16), "at": "x", "seen_at": "2026-03-09T07:32:00+00:00"}
    )

    assert told["due_on"] == "2026年3月13日（周五）"
    assert told["respond_by"] == "2026年3月16日（周一）"
    assert told["seen_at"] == "2026年3月9日（周一）15:32"


@pytest.mark.usefixtures("english")
def test_a_bilingual_fact_answers_in_the_language_of_the_page() -> None:
    told = facts({"item": 7, "item_zh": "节能审查", "item_en": "Energy review", "paper_zh": "地形图", "paper_en": ""})

    assert told["item"] == "Energy review"
    assert told["paper"] == "地形图"


@pytest.mark.usefixtures("chinese")
def test_codes_numbers_and_lists_become_words() -> None:
    told = facts({"outcome": Outcome.GRANT, "count": 1500, "items": ["LX-01", "LX-05"], "nothing": None})

    assert (told["outcome"], told["count"], told["items"], told["nothing"]) == ("grant", "1,500", "LX-01、LX-05", "")


@pytest.mark.usefixtures("chinese")
def test_a_missing_fact_does_not_cost_the_page() -> None:
    assert sentence("到期日改为 %(due_on)s", {}) == "到期日改为 …"
    assert sentence("已完成 100%", {"a": 1}) == "已完成 100%"


@pytest.mark.usefixtures("chinese")
def test_a_year_is_no_quantity() -> None:
    assert sentence("%(year)s年放假安排公布，共 %(count)s 处", {"year": 2027, "count": 1027}).startswith("2027年")
    assert sentence("共 %(count)s 处", {"count": 1027}) == "共 1,027 处"
