"""A slip is put right wherever the letter says it, and nothing that is no slip can be changed by it."""

from __future__ import annotations

from datetime import date

import pytest

from approvals.domain.letters.frame import LetterFacts, Slip
from approvals.domain.letters.slips import without_slip
from approvals.domain.refusals import Invalid, Refusal
from tests.letters.samples import licence_decision, refusal_decision


def slip(facts: LetterFacts, wrong: str, right: str = "改正后", reason: str = "录入笔误") -> Slip:
    return Slip(number=facts.number or "", dated_on=date(2026, 5, 1), wrong=wrong, right=right, reason=reason)


def test_every_place_says_the_right_words_and_the_letter_names_the_one_it_replaces() -> None:
    before = licence_decision()
    wrong = before.findings[0][:4]
    after = without_slip(before, slip(before, wrong))
    assert after.findings[0] == before.findings[0].replace(wrong, "改正后")
    assert after.slip is not None and after.slip.number == before.number
    assert type(after).from_json(after.to_json()) == after


@pytest.mark.parametrize("name", ["organ", "number", "case_no", "verify_code", "licence_number"])
def test_whose_it_is_and_its_numbers_are_no_slip(name: str) -> None:
    facts = licence_decision(**{name: "甲乙丙丁"})
    with pytest.raises(Refusal) as refused:
        without_slip(facts, slip(facts, "甲乙丙丁"))
    assert refused.value.code == "slip_not_found"


def test_an_outcome_is_no_spelling() -> None:
    facts = refusal_decision()
    with pytest.raises(Refusal):
        without_slip(facts, slip(facts, "licence", "filing"))


@pytest.mark.parametrize("words", [("", "x"), ("某", ""), ("某", "某")])
def test_empty_and_equal_words_are_refused(words: tuple[str, str]) -> None:
    facts = refusal_decision()
    with pytest.raises(Invalid):
        without_slip(facts, slip(facts, *words))
