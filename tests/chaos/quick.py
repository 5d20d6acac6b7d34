"""What the house under fire has in place of the press: a letter that takes a second to set would hide every race.

The bytes follow from the facts, as the real ones do; storing, naming, claiming and committing them is the real thing.
"""

from __future__ import annotations

import datetime as dt

from flask import Flask

from app.adapters.seal_port import SealKind
from approvals.domain.letters.frame import LetterFacts


class QuickPrinter:
    """The facts between two lines of a PDF."""

    def warm(self) -> None:
        """Nothing to load."""

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False) -> bytes:
        return f"%PDF-1.7\n% {kind}\n% {facts.to_json()}\n".encode()

    def print_written(self, page: str, style: str) -> bytes:
        return f"%PDF-1.7\n% {page}\n%%EOF\n".encode()


class QuickSealer:
    """Says who sealed and when, in the open."""

    def warm(self) -> None:
        """Nothing to load."""

    def ready(self, *, organ: str, seal: SealKind) -> None:
        """Always."""

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: dt.datetime) -> bytes:
        return pdf + f"% {organ} {seal} {at.isoformat()}\n%%EOF\n".encode()


class NoPictures:
    """Pages of papers are not drawn."""

    def draw(self, sha256: str, media_type: str) -> None:
        """Nothing: what is handed in here has no page."""


def make_quick(app: Flask) -> None:
    """Put the quick press and no drawing room into an application; forms come without their token."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["binglian.printer"] = QuickPrinter()
    app.extensions["binglian.sealer"] = QuickSealer()
    app.extensions["binglian.pages"] = NoPictures()
