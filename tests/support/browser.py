"""A real Chromium, and axe inside its pages."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Chromium must not look for the outside world: a closed network makes it retry, and a test must not depend on one.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

PATIENCE = 20_000
"""Milliseconds."""


def launch(playwright: Playwright) -> Browser:
    """A browser whose expectations wait as long as its actions do: a busy machine is no finding."""
    expect.set_options(timeout=PATIENCE)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise RuntimeError("Chromium is missing. On Debian: apt-get install chromium")
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_findings(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line per rule with the first elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    run = f"axe.run(document, {{runOnly: {json.dumps(tags)}, resultTypes: ['violations']}})"
    result: dict[str, Any] = page.evaluate(run)
    return [
        f"{found['id']}: {found['help']} {[node['target'] for node in found['nodes'][:3]]}"
        for found in result["violations"]
    ]


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window, so that a phone would scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
