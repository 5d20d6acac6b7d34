"""A telephone in one hand: what is touched, typed and looked at on the way is counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import FilePayload, Locator, Page

from tests.support.browser import axe_findings, overflows
from tests.support.places import Size

PHONE = Size(width=360, height=780)
# What a finger is meant to hit. A link inside a sentence is as high as its line, and what is not shown is not touched.
SMALL = """() => [...document.querySelectorAll('main :is(button, select, summary, a.bl-btn, label:has(input), .bl-input)')]
  .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && box.height < 43.5)
  .map(([each, box]) => `${each.tagName} “${(each.innerText || each.id).trim().slice(0, 20)}” ${Math.round(box.height)} px`)"""

LOOSE = "place => document.querySelectorAll('.bl-bar.is-steps').forEach((bar) => { bar.style.position = place; })"


@dataclass
class Effort:
    """What a way costs: touches, fields, keys, pages."""

    taps: int = 0
    fields: int = 0
    keys: int = 0
    pages: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the beginning. What a machine takes; no test may ask for it."""
        return time.monotonic() - self.began

    def __str__(self) -> str:
        return f"{self.taps} taps, {self.fields} fields, {self.keys} keys, {len(self.pages)} pages"


@dataclass
class Hand:
    """One thumb on one page; `look` sees every page on the way before anything on it is touched."""

    page: Page
    look: Callable[[Page, str], None]
    effort: Effort = field(default_factory=Effort)

    def arrive(self, name: str) -> None:
        self.page.wait_for_load_state()
        self.effort.pages.append(name)
        self.look(self.page, name)

    def tap(self, place: Locator) -> None:
        """Nobody touches a page before it is there: its scripts have run."""
        self.page.wait_for_load_state()
        self.effort.taps += 1
        place.tap()

    def type(self, place: Locator, words: str) -> None:
        """Touch the field and type; what stands there already is not typed again."""
        if place.input_value() == words:
            return
        self.tap(place)
        self.effort.fields += 1
        self.effort.keys += len(words)
        place.fill(words)

    def tick(self, box: Locator) -> None:
        """Touch the words of a choice, as a thumb does, unless it is chosen already."""
        if not box.is_checked():
            self.effort.fields += 1
            self.tap(box.locator("xpath=ancestor::label"))

    def pick(self, place: Locator, value: str) -> None:
        """Open the list and touch the entry."""
        self.effort.fields += 1
        self.effort.taps += 2
        place.select_option(value)

    def choose(self, place: Locator, *files: FilePayload) -> None:
        """Open the files of the telephone and touch each that is wanted."""
        with self.page.expect_file_chooser() as opened:
            self.tap(place)
        self.effort.taps += len(files)
        self.effort.fields += 1
        opened.value.set_files(files=list(files))


def faults(page: Page) -> list[str]:
    """What is wrong with the page on a telephone: sideways scrolling, axe, and what is too small for a thumb."""
    wide = ["wider than the window"] if overflows(page) else []
    small: list[str] = page.evaluate(SMALL)
    # the bar at the lower edge covers half a button until one scrolls on; looked at, it stands in its place
    page.evaluate(LOOSE, "static")
    findings = axe_findings(page)
    page.evaluate(LOOSE, "")
    return [*wide, *findings, *(f"too small for a thumb: {one}" for one in small)]
