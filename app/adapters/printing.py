"""Printer and sealer by name, loaded when first asked: WeasyPrint and pyHanko cost a second and 80 MB, and most
processes of the house never print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from app.adapters.seal_port import Sealer, SealKind
from app.adapters.seal_report import SealReport
from app.adapters.seal_silence import Silence
from app.foundation.seal_settings import SealSettings
from app.foundation.unit_of_work import leaves_the_house
from approvals.domain.letters.frame import LetterFacts

Language = Literal["zh", "en"]


class LazyPrinter:
    """The house's one `PdfPrinter`, made at the first letter; `load` makes it before, so that forks inherit it."""

    def __init__(self, fonts_conf: Path, *, sample: bool, sample_seal: bool) -> None:
        self._fonts_conf = fonts_conf
        self._samples = {"sample": sample, "sample_seal": sample_seal}
        self._printer: Any = None

    def load(self) -> Any:
        """Import WeasyPrint and read the fonts now; the printer."""
        if self._printer is None:
            self._printer = import_module("app.adapters.pdf").PdfPrinter(self._fonts_conf, **self._samples)
        return self._printer

    def warm(self) -> None:
        """See `PdfPrinter.warm`."""
        self.load().warm()

    @leaves_the_house
    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False, language: Language = "zh") -> bytes:
        """See `PdfPrinter.print_letter`."""
        pdf: bytes = self.load().print_letter(kind, facts, draft=draft, language=language)
        return pdf

    @leaves_the_house
    def print_page(self, template: str, facts: Mapping[str, Any], style: str) -> tuple[bytes, int]:
        """See `PdfPrinter.print_page`."""
        page: tuple[bytes, int] = self.load().print_page(template, facts, style)
        return page

    @leaves_the_house
    def print_written(self, page: str, style: str) -> bytes:
        """See `PdfPrinter.print_written`."""
        pdf: bytes = self.load().print_written(page, style)
        return pdf


class LazySealer:
    """The house's one sealer, made at the first seal or check; no device or service is reached before it is needed.

    `folder` holds the demonstration's key files; `secret` hides what is noted there of a device's PIN.
    """

    def __init__(self, settings: SealSettings, folder: Path, secret: str) -> None:
        self._settings = settings
        self._folder = folder
        self._secret = secret
        self._sealer: Sealer | None = None
        self._silence = Silence()

    def load(self) -> Sealer:
        """Import what seals now; the sealer."""
        if self._sealer is None:
            self._sealer = self._chosen()
        return self._sealer

    def warm(self) -> None:
        """Do before the forks what each of them would do again; no key is reached, for a line must not be shared."""
        self.load()
        if self._settings.kind != "sm2":
            import_module("app.adapters.seal").rehearse()

    def ready(self, *, organ: str, seal: SealKind) -> None:
        """See `Sealer.ready`."""
        with self._silence.heeded():
            self.load().ready(organ=organ, seal=seal)

    @leaves_the_house
    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: dt.datetime) -> bytes:
        """See `Sealer.seal`."""
        with self._silence.heeded():
            return self.load().seal(pdf, organ=organ, seal=seal, reason=reason, at=at)

    def check(self, pdf: bytes) -> SealReport:
        """See `Sealer.check`."""
        return self.load().check(pdf)

    def roots(self) -> tuple[bytes, ...]:
        """See `Sealer.roots`."""
        return self.load().roots()

    def look(self) -> str:
        """See `Sealer.look`."""
        return self.load().look()

    def close(self) -> None:
        """See `Sealer.close`."""
        if self._sealer is not None:
            self._sealer.close()

    def _chosen(self) -> Sealer:
        if self._settings.kind == "sm2":
            module, _, function = self._settings.provider.partition(":")
            provided: Sealer = getattr(import_module(module), function)()
            return provided
        sealing = import_module("app.adapters.seal")
        sealer: Sealer = sealing.PadesSealer(self._keys())
        return sealer

    def _keys(self) -> object:
        if self._settings.kind == "pkcs11":
            return import_module("app.adapters.seal_pkcs11").DeviceKeys(self._settings, self._folder, self._secret)
        if self._settings.kind == "remote":
            return import_module("app.adapters.seal_remote").ServiceKeys(self._settings)
        return import_module("app.adapters.seal_files").FileKeys(self._folder)
