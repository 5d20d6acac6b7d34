"""What the house under fire has in place of the press: a letter that takes a second to set would hide every race.

The bytes follow from the facts, as the real ones do; storing, naming, claiming and committing them is the real thing.
"""

from __future__ import annotations

import datetime as dt
import sys

from flask import Flask

from app.adapters.seal_port import SealKind
from approvals.domain.letters.frame import LetterFacts
from approvals.usecases.clock import office_hours
from departments.domain.working_calendar import WorkingCalendar


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


def open_all_day() -> None:
    """Offices that never close: what a run shows must not depend on the hour at which it is started."""
    honest = office_hours.in_office_hours

    def at_once(now: dt.datetime, closes: dt.time, calendar: WorkingCalendar) -> dt.datetime:
        return now

    for module in list(sys.modules.values()):
        if getattr(module, "in_office_hours", None) is honest:
            module.in_office_hours = at_once  # type: ignore[attr-defined]


def make_quick(app: Flask) -> None:
    """Put the quick press and no drawing room into an application; forms come without their token."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["binglian.printer"] = QuickPrinter()
    app.extensions["binglian.sealer"] = QuickSealer()
    app.extensions["binglian.pages"] = NoPictures()
