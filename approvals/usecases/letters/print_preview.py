"""A draft is set as the letter would be, with 草稿 and placeholders; nothing of it can be taken for the letter."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from app.foundation.orm import canonical
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import facts_from_json
from approvals.models.letters import DraftPreview
from approvals.usecases.claims import Claim
from approvals.usecases.letters.setting import set_once
from departments.domain.actor import Actor


class DraftPrinter(Protocol):
    """Sets a letter as PDF; `draft` puts placeholders for number, date, code and seal."""

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False) -> bytes: ...


def print_preview(
    *, preview: int, printer: DraftPrinter, claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Print one draft; nothing when it was erased meanwhile. What fails is noted on its page, and tried again."""

    def press(row: DraftPreview) -> bytes:
        facts = facts_from_json(canonical(row.facts))
        return printer.print_letter(facts.kind, facts, draft=True)

    set_once(DraftPreview, preview, press, claim, now)
