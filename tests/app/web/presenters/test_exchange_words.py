"""The national status codes in both languages, each with our own words for it."""

from __future__ import annotations

import pytest

from app.web.presenters.exchange_words import WORDS, exchange_table
from approvals.domain.exchange_status import Blzt


@pytest.mark.usefixtures("english")
def test_every_code_has_a_word_of_its_own_and_says_what_it_is_called_here() -> None:
    rows = exchange_table()
    assert [row.code for row in rows] == list(range(1, 17)) and set(WORDS) == set(Blzt)
    assert len({row.words for row in rows}) == 16
    assert all(row.words.isascii() and "".join(row.ours).isascii() for row in rows)


@pytest.mark.usefixtures("chinese")
def test_what_ended_looks_ended() -> None:
    rows = {row.code: row for row in exchange_table()}
    assert [rows[code].look for code in (8, 11, 12, 13, 2, 15)] == [
        "is-plain", "is-done", "is-done", "is-over", "is-none", "is-none",
    ]  # fmt: skip
    assert rows[8].ours == ("审查中", "待签发") and rows[16].ours == ()
