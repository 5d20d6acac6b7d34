"""The paper worker sets a service guide as PDF/A."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.intake import GuidePrint
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor

STYLE = "guide.css"


class GuidePrinter(Protocol):
    """Sets a page that the web door wrote, with one of our print style sheets, as PDF/A."""

    def print_written(self, page: str, style: str) -> bytes: ...


def print_guide(
    *, guide: int, printer: GuidePrinter, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Print one guide; nothing when it is there or was let go meanwhile. What fails is noted, and tried again."""
    with reading() as session:
        row = session.get(GuidePrint, guide)
        page = row.page if row is not None and row.pdf is None else None
    try:
        pdf = printer.print_written(page, STYLE) if page is not None else None
    except Exception as error:
        _note(guide, f"{type(error).__name__}: {error}")
        raise
    with unit_of_work() as session:
        settle(session, claim, now)
        kept = session.get(GuidePrint, guide)
        if kept is not None and pdf is not None:
            kept.pdf, kept.failure = pdf, ""


def _note(guide: int, failure: str) -> None:
    with unit_of_work() as session:
        row = session.get(GuidePrint, guide)
        if row is not None:
            row.failure = failure
