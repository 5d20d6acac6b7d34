"""Every decision has its letter, and a number of its own only where something was granted."""

from __future__ import annotations

import pytest

from approvals.domain.letters.answers import ENDINGS, MATTERS, Answer, answer_of
from approvals.domain.letters.registry import LETTERS, RESULT_LETTERS
from approvals.domain.states import Outcome
from departments.domain.catalogue_words import ResultLetter

EVERY = [one.value for one in ResultLetter]


@pytest.mark.parametrize("result_letter", EVERY)
def test_a_grant_is_the_letter_of_the_catalogue_with_a_number_of_its_own(result_letter: str) -> None:
    for can_be_disputed in (True, False):
        given = answer_of(result_letter, Outcome.GRANT, can_be_disputed=can_be_disputed)
        assert given == Answer(kind=RESULT_LETTERS[result_letter], numbers_result=True)


@pytest.mark.parametrize("result_letter", [one for one in EVERY if one != "service_reply"])
def test_an_organ_refuses_by_a_decision_that_can_be_disputed_and_gives_no_result_number(result_letter: str) -> None:
    refused = answer_of(result_letter, Outcome.REFUSE, can_be_disputed=True)
    assert refused == Answer(kind="refusal_decision", numbers_result=False)
    assert LETTERS[refused.kind].needs_remedy


@pytest.mark.parametrize(("result_letter", "can_be_disputed"), [("service_reply", True), ("licence_decision", False)])
def test_a_utility_refuses_by_a_reply_without_remedies(result_letter: str, can_be_disputed: bool) -> None:
    refused = answer_of(result_letter, Outcome.REFUSE, can_be_disputed=can_be_disputed)
    assert refused == Answer(kind="service_reply", numbers_result=False)
    assert not LETTERS[refused.kind].needs_remedy


def test_every_result_has_a_name_for_its_refusal_and_every_ending_is_a_letter() -> None:
    assert set(MATTERS) == set(EVERY)
    assert set(ENDINGS) <= set(LETTERS)
