"""The page about letters names every kind."""

from __future__ import annotations

import re
from pathlib import Path

from approvals.domain.letters.registry import LETTERS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "letters.md"


def test_the_page_about_letters_names_every_kind_and_no_other() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {kind for line in rows for kind in re.findall(r"`([a-z_]+)`", line.split("|")[1])}
    assert named == set(LETTERS)
