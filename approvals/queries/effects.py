"""Counts that must be 0: decisions without their letter, and the newest answers of the looks that take longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import DECIDED
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.watch import Reconciliation
from approvals.queries.truth import count_open_findings

RESULTS = frozenset({*RESULT_LETTERS.values(), "refusal_decision"})
LOOKS = ("truth", "audit", "rows_without_file", "files_without_row", "decided_without_document")
"""Every look, by the name its count is kept under."""
MUST_BE_ZERO = frozenset(LOOKS) - {"files_without_row"}
"""A file without a row is a leftover of a crash and harms nobody; all others are a loss or a lie."""


@dataclass(frozen=True)
class Look:
    """The newest answer of one look; `looked_at` None: it has never been over."""

    name: str
    found: int
    looked_at: dt.datetime | None
    facts: Mapping[str, Any]


def decided_without_document(session: Session) -> int:
    """Decisions of the department whose letter was not even numbered."""
    letter = (
        exists()
        .where(DocumentTrack.track_id == Track.id, Document.id == DocumentTrack.document_id)
        .where(Document.kind.in_(list(RESULTS)))
    )
    return session.scalar(select(func.count()).where(Track.state.in_(list(DECIDED)), ~letter)) or 0


def looks(session: Session) -> tuple[Look, ...]:
    """Every look with its newest answer, also those that were never over; what is put right by day counts at once."""
    rows = {row.name: row for row in session.scalars(select(Reconciliation))}
    now = {"truth": count_open_findings(session)}
    return tuple(
        Look(name, now.get(name, row.found), row.looked_at, row.facts)
        if (row := rows.get(name))
        else Look(name, now.get(name, 0), None, {})
        for name in LOOKS
    )
