"""What every change of a date leaves behind alike: the days that moved, the corrected day, the letter that no longer holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move
from approvals.domain.date_reasons import DateReason
from approvals.domain.states import DocumentState
from approvals.models.cases import Track
from approvals.models.dates import DateCorrection
from approvals.models.letters import Document
from approvals.usecases.issuing import Issued
from departments.domain.actor import Actor


@dataclass(frozen=True)
class Why:
    """The chosen reason, what was written beside it, and the legal basis."""

    chosen: DateReason
    words: str
    basis: str

    @property
    def in_words(self) -> str:
        """The reason as a letter prints it: from the list, with what was written beside it."""
        return f"{self.chosen.name_zh}：{self.words}" if self.words else self.chosen.name_zh


def told_days(moved: Iterable[Move]) -> dict[str, Any]:
    """Old and new due day by clock, for events and rows."""
    return {move.clock.value: [move.old_due_on.isoformat(), move.new_due_on.isoformat()] for move in moved}


def note_correction(
    session: Session,
    track: Track,
    what: str,
    days: tuple[dt.date | None, dt.date],
    moved: Collection[Move],
    *,
    clocks: Collection[ClockName],
    pause_id: int | None = None,
    why: Why,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Keep who put which day right, from what to what, why, and what moved by it; `clocks` count by that day."""
    session.add(
        DateCorrection(
            track_id=track.id, pause_id=pause_id, what=what, old_on=days[0], new_on=days[1], moved=told_days(moved),
            reason_code=why.chosen.code, reason=why.words, basis=why.basis, made_by=actor.account_id, made_at=now,
        )
    )  # fmt: skip
    # A day that was told holds against a later calendar, not against a person who puts the facts of that clock right.
    if ClockName.STATUTORY in clocks:
        track.statutory_floor_on = None
    if ClockName.COMMITTED in clocks:
        track.committed_floor_on = None


def replace_letters(former: Collection[Document], by: Issued) -> None:
    """Who verifies a former letter is told that it was replaced, and by which."""
    for letter in former:
        letter.state, letter.replaced_by_id = DocumentState.REPLACED, by.id
