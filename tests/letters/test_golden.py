"""Golden facts: the text of every letter in both languages, in the order a machine reads it, and its number of pages."""

from __future__ import annotations

import pytest

from app.adapters.pdf import Language
from tests.letters.golden import FOLDER, LANGUAGES, place, told
from tests.letters.printed import Printed
from tests.letters.samples import all_letters

LETTERS = all_letters()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_says_what_it_said(printed: Printed, kind: str, language: Language) -> None:
    expected = place(kind, language).read_text(encoding="utf-8")
    assert told(printed[kind, language]) == expected, "if wanted: python -m tests.letters.golden, and read the diff"


def test_there_is_one_golden_text_for_each_letter_and_language() -> None:
    wanted = {place(kind, language).name for kind in LETTERS for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == wanted
