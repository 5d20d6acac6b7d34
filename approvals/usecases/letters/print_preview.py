"""A draft is set as the letter would be, with 草稿 and placeholders; nothing of it can be taken for the letter."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from app.foundation.orm import canonical
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import facts_from_json
from approvals.models.letters import DraftPreview
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor


class DraftPrinter(Protocol):
    """Sets a letter as PDF; `draft` puts placeholders for number, date, code and seal."""

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False) -> bytes: ...


def print_preview(
    *, preview: int, printer: DraftPrinter, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Print one draft; nothing when it was erased meanwhile. What fails is noted on its page, and tried again."""
    with reading() as session:
        row = session.get(DraftPreview, preview)
        waits = row is not None and row.pdf is None
        facts = facts_from_json(canonical(row.facts)) if row is not None and waits else None
    try:
        pdf = printer.print_letter(facts.kind, facts, draft=True) if facts is not None else None
    except Exception as error:
        _note(preview, f"{type(error).__name__}: {error}")
        raise
    with unit_of_work() as session:
        settle(session, claim, now)
        kept = session.get(DraftPreview, preview)
        if kept is not None and pdf is not None:
            kept.pdf, kept.failure = pdf, ""


def _note(preview: int, failure: str) -> None:
    with unit_of_work() as session:
        row = session.get(DraftPreview, preview)
        if row is not None:
            row.failure = failure
