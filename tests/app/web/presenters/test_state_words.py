from __future__ import annotations

import pytest

from app.web.presenters.state_words import TABLES, meanings, state
from approvals.domain.states import CaseState, DocumentState, LineState, TrackState

CODES = {"track": TrackState, "case": CaseState, "line": LineState, "document": DocumentState}


@pytest.mark.parametrize(("kind", "codes"), CODES.items())
def test_every_state_of_the_domain_has_words(kind: str, codes: type) -> None:
    assert set(TABLES[kind]) == set(codes)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("kind", TABLES)
def test_every_state_has_a_word_and_a_meaning_in_english(kind: str) -> None:
    for said in meanings(kind):
        assert said.words.isascii() and said.meaning.isascii()


@pytest.mark.usefixtures("chinese")
def test_no_two_states_of_a_kind_are_called_the_same() -> None:
    for kind in TABLES:
        words = [said.words for said in meanings(kind)]
        assert len(words) == len(set(words))


@pytest.mark.usefixtures("chinese")
def test_a_state_says_whose_move_it_is() -> None:
    assert [state("track", code).turn for code in ("correction_open", "filed", "in_review", "granted")] == [
        "you",
        "window",
        "department",
        "none",
    ]
