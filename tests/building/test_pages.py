"""What a page may carry: the strict content policy holds because there is nothing to forbid."""

from __future__ import annotations

import re

from tests.building.tree import files, name_of, nothing, templates

INLINE = re.compile(
    r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|\shx-on|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE
)
OUTSIDE = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
# A letter is printed by WeasyPrint and never served as a page.
PRINTED = "app/templates/letters/"


def test_no_page_has_inline_style_or_script() -> None:
    guilty = {
        name_of(path): found
        for path in templates()
        if not name_of(path).startswith(PRINTED) and (found := INLINE.findall(path.read_text(encoding="utf-8")))
    }
    nothing(guilty)


def test_no_page_loads_anything_from_elsewhere() -> None:
    guilty = {
        name_of(path): found for path in templates() if (found := OUTSIDE.findall(path.read_text(encoding="utf-8")))
    }
    nothing(guilty)


def test_no_template_switches_escaping_off() -> None:
    switch = re.compile(r"\|\s*safe\b|autoescape\s+false")
    guilty = [name_of(path) for path in templates() if switch.search(path.read_text(encoding="utf-8"))]
    nothing(guilty)


def test_third_party_files_are_installed_and_never_committed() -> None:
    committed = [
        name_of(path) for path in files() if "vendor" in path.parts or path.name.endswith((".min.js", ".min.css"))
    ]
    nothing(committed)
