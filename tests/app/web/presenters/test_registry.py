from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

PARTS = sorted((Path(__file__).parents[4] / "app" / "templates" / "parts").glob("*.html"))


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_a_part_only_says_what_the_registry_gives(shell: Flask, part: Path) -> None:
    tree = shell.jinja_env.parse(part.read_text(encoding="utf-8"))
    from_pages = {"current_user", "counts", "unread_count", "here", "csrf_token"}

    assert meta.find_undeclared_variables(tree) - set(shell.jinja_env.globals) - from_pages == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_every_filter_of_a_part_exists(shell: Flask, part: Path) -> None:
    shell.jinja_env.from_string(part.read_text(encoding="utf-8"))
