"""Every letter keeps its facts as one canonical text, and lacks none of what all letters carry."""

from __future__ import annotations

import json

import pytest

from approvals.domain.letters.frame import MissingElement, Remedies
from approvals.domain.letters.registry import facts_from_json
from tests.letters.samples import all_letters, licence_decision, receipt

LETTERS = all_letters()


@pytest.mark.parametrize("kind", LETTERS)
def test_facts_come_back_from_their_stored_text_as_they_went_in(kind: str) -> None:
    facts = LETTERS[kind]
    text = facts.to_json()
    assert facts_from_json(text) == facts
    assert type(facts).from_json(text).to_json() == text


@pytest.mark.parametrize("kind", LETTERS)
def test_the_stored_text_is_sorted_and_survives_a_database_that_reorders_keys(kind: str) -> None:
    text = LETTERS[kind].to_json()
    plain = json.loads(text)
    assert list(plain) == sorted(plain)
    reordered = json.dumps(dict(reversed(plain.items())))
    assert facts_from_json(reordered).to_json() == text


@pytest.mark.parametrize("element", ["organ", "addressee", "case_no", "project_name"])
def test_no_letter_without_what_every_letter_carries(element: str) -> None:
    with pytest.raises(MissingElement) as missing:
        licence_decision(**{element: " "})
    assert missing.value.element == element


def test_facts_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="receipt"):
        type(licence_decision()).from_json(receipt().to_json())


def test_remedies_need_an_organ_and_a_court() -> None:
    with pytest.raises(MissingElement, match="reconsideration"):
        Remedies(reconsideration=("",), court="济南市章丘区人民法院")
    with pytest.raises(MissingElement, match="court"):
        Remedies(reconsideration=("济南市章丘区人民政府",), court="")
