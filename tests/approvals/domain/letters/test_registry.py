"""The register of kinds covers what the catalogue and the law ask for."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

from approvals.domain.letters.frame import Remedies
from approvals.domain.letters.registry import LETTERS, RESULT_LETTERS
from tests.letters.samples import all_letters

CATALOGUE_RESULTS = {
    "licence_decision", "filing_receipt", "review_opinion", "confirmation", "service_reply", "joint_opinion",
}  # fmt: skip


def test_every_result_of_the_catalogue_has_its_letter() -> None:
    assert set(RESULT_LETTERS) == CATALOGUE_RESULTS
    assert set(RESULT_LETTERS.values()) <= set(LETTERS)


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(all_letters()) == set(LETTERS)


def test_a_letter_that_needs_remedies_cannot_be_made_without_them() -> None:
    for spec in LETTERS.values():
        hints = get_type_hints(spec.facts)
        demanded = {field.name for field in fields(spec.facts)} & set(spec.facts.required)
        assert spec.needs_remedy == (hints.get("remedies") is Remedies and "remedies" in demanded), spec.kind


def test_numbers_stand_in_hexagonal_brackets_without_leading_words() -> None:
    for spec in LETTERS.values():
        if spec.number_pattern is not None:
            assert "〔{year}〕{n}号" in spec.number_pattern
            assert "第" not in spec.number_pattern


def test_patterns_of_different_letters_never_share_a_serial() -> None:
    patterns = [spec.number_pattern for spec in LETTERS.values() if spec.number_pattern]
    assert len(patterns) == len(set(patterns))
