"""Looking at one page the way a careful reviewer would, in one language, at both widths."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page

from tests.browser.town import NAMES
from tests.support.browser import axe_findings, overflows
from tests.support.places import PHONE, WIDE

# Text as a reader gets it: text nodes and spoken attributes, each with whether it is marked as the other language.
TEXTS = """() => {
  const found = [];
  const spoken = ['aria-label', 'title', 'alt', 'placeholder', 'data-th', 'data-too-big'];
  const walk = (node, foreign, code) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.trim();
      if (text) found.push({ text, foreign, code });
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || ['SCRIPT', 'STYLE', 'SVG', 'svg', 'KBD'].includes(node.tagName)) return;
    const marked = node.hasAttribute('lang') ? node.lang : foreign;
    const isCode = code || node.matches('.code, code, input, textarea');
    for (const name of spoken) {
      if (node.getAttribute(name)) found.push({ text: node.getAttribute(name), foreign: marked, code: isCode });
    }
    node.childNodes.forEach((child) => walk(child, marked, isCode));
  };
  walk(document.body, document.documentElement.lang, false);
  return found;
}"""
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
WORD = re.compile(r"[A-Za-z]{2,}")
# What reads the same in both languages: file kinds, units, keys of the keyboard, the camera that goes through a sewer.
COMMON = frozenset(
    [
        "PDF",
        "QR",
        "MB",
        "kB",
        "km",
        "tce",
        "kWh",
        "Enter",
        "Redis",
        "JSON",
        "CCTV",
        "CSV",
        "pdf",
        "ofd",
        "jpg",
        "png",
        "docx",
        "xlsx",
        "csv",
        "json",
    ]
)
# Names of this town, and numbers of documents: no translator can know them. A language is called by its own name.
DATA = re.compile("|".join([*map(re.escape, NAMES), r"章(?:审\w{1,3}|督)〔\d{4}〕\d+号", "中文", "English"]))
# Nobody is meant to see a place that was not filled, nor Python's own words.
LEFTOVER = re.compile(r"%\(\w+\)|\{\{|\bNone\b|\bTrue\b|\bFalse\b|&lt;|datetime\.|Undefined")


@dataclass
class Looker:
    """Collects what is wrong."""

    page: Page
    faults: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(message.text)

    def visit(self, address: str, status: int = 200) -> None:
        """Open the page and look at it."""
        self.said.clear()
        answer = self.page.goto(address)
        if answer is None or answer.status != status:
            self.faults.append(f"{address}: answered {answer.status if answer else 'nothing'}")
            return
        said = [words for words in self.said if status == 200 or f"status of {status}" not in words]
        self.faults += [f"{address}: console: {words}" for words in said]
        self.look(address)

    def look(self, name: str) -> None:
        """Look at the page that is open: its words, then both widths."""
        language = str(self.page.evaluate("document.documentElement.lang"))[:2]
        for size in (WIDE, PHONE):
            self.page.set_viewport_size(size)
            place = f"{name} [{language}, {size['width']} px]"
            if overflows(self.page):
                self.faults.append(f"{place}: wider than its window")
            self.faults += [f"{place}: {finding}" for finding in axe_findings(self.page)]
        self.page.set_viewport_size(WIDE)
        self.faults += [f"{name} [{language}]: {words}" for words in self._wrong_words(language)]

    def _wrong_words(self, language: str) -> list[str]:
        found = []
        for each in self.page.evaluate(TEXTS):
            text, marked = DATA.sub("", str(each["text"])), str(each["foreign"])[:2]
            if LEFTOVER.search(text):
                found.append(f"left over: {text}")
            if marked != language or each["code"]:
                continue
            if language == "en" and CHINESE.search(text):
                found.append(f"Chinese: {text}")
            if language == "zh" and set(WORD.findall(text)) - COMMON:
                found.append(f"not Chinese: {text}")
        return found
