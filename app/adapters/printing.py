"""Printer and sealer by name, loaded when first asked: WeasyPrint and pyHanko cost a second and 80 MB, and most
processes of the house never print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from approvals.domain.letters.frame import LetterFacts

SealKind = Literal["special", "organ"]
Language = Literal["zh", "en"]


class LazyPrinter:
    """The house's one `PdfPrinter`, made at the first letter; `load` makes it before, so that forks inherit it."""

    def __init__(self, fonts_conf: Path, *, sample: bool) -> None:
        self._fonts_conf = fonts_conf
        self._sample = sample
        self._printer: Any = None

    def load(self) -> Any:
        """Import WeasyPrint and read the fonts now; the printer."""
        if self._printer is None:
            self._printer = import_module("app.adapters.pdf").PdfPrinter(self._fonts_conf, sample=self._sample)
        return self._printer

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False, language: Language = "zh") -> bytes:
        """See `PdfPrinter.print_letter`."""
        pdf: bytes = self.load().print_letter(kind, facts, draft=draft, language=language)
        return pdf

    def print_page(self, template: str, facts: Mapping[str, Any], style: str) -> tuple[bytes, int]:
        """See `PdfPrinter.print_page`."""
        page: tuple[bytes, int] = self.load().print_page(template, facts, style)
        return page


class LazySealer:
    """The house's one `FileKeySealer`, made at the first seal or check."""

    def __init__(self, keys: Path) -> None:
        self._keys = keys
        self._sealer: Any = None

    def load(self) -> Any:
        """Import pyHanko now; the sealer."""
        if self._sealer is None:
            self._sealer = import_module("app.adapters.seal").FileKeySealer(self._keys)
        return self._sealer

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: dt.datetime) -> bytes:
        """See `Sealer.seal`."""
        sealed: bytes = self.load().seal(pdf, organ=organ, seal=seal, reason=reason, at=at)
        return sealed

    def check(self, pdf: bytes) -> Any:
        """See `Sealer.check`; a `SealReport`."""
        return self.load().check(pdf)

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        roots: tuple[bytes, ...] = self.load().roots()
        return roots
