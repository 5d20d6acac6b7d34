from __future__ import annotations

import pytest

from app.web.presenters.event_words import EVENTS, FULLER, UNKNOWN, event_sentence
from approvals.domain.events import Tag


def test_every_event_of_the_domain_has_a_sentence() -> None:
    assert set(EVENTS) == set(Tag)
    assert set(FULLER) <= set(Tag)


@pytest.mark.usefixtures("chinese")
def test_an_event_that_only_knows_ids_is_told_without_them() -> None:
    assert event_sentence("applicant:paper:supplied", {"paper": 12, "material": "M018"}) == "交了一份材料"


@pytest.mark.usefixtures("chinese")
def test_an_event_whose_names_are_known_says_them() -> None:
    facts = {"paper": 12, "paper_zh": "现状地形图", "paper_en": "Topographic map"}

    assert event_sentence("applicant:paper:supplied", facts) == "交了《现状地形图》"


@pytest.mark.usefixtures("chinese")
def test_an_event_of_a_later_version_is_still_shown() -> None:
    assert event_sentence("steward:issue:opened", {}) == UNKNOWN
