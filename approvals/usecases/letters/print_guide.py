"""The paper worker sets a service guide as PDF/A."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from approvals.models.intake import GuidePrint
from approvals.usecases.claims import Claim
from approvals.usecases.letters.setting import set_once
from departments.domain.actor import Actor

STYLE = "guide.css"


class GuidePrinter(Protocol):
    """Sets a page that the web door wrote, with one of our print style sheets, as PDF/A."""

    def print_written(self, page: str, style: str) -> bytes: ...


def print_guide(
    *, guide: int, printer: GuidePrinter, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Print one guide; nothing when it is there or was let go meanwhile. What fails is noted, and tried again."""
    set_once(GuidePrint, guide, lambda row: printer.print_written(row.page, STYLE), claim, now)
