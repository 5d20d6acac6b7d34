"""The lines of the whole-case confirmation: every item with its end, a joint letter once with all its items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.letters.answers import ENDINGS
from approvals.domain.letters.results import CaseResult, Outcome
from approvals.domain.states import GRANTED, TrackState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack
from approvals.usecases.framing import CaseFile

WORDS: dict[str, Outcome] = {
    "licence_decision": "granted",
    "filing_receipt": "filed",
    "review_opinion": "passed",
    "joint_opinion": "passed",
    "confirmation": "confirmed",
    "service_reply": "replied",
}
ENDS: dict[TrackState, Outcome] = {
    TrackState.REFUSED: "refused",
    TrackState.WITHDRAWN: "withdrawn",
    TrackState.TERMINATED: "terminated",
    TrackState.NOT_REQUIRED: "not_required",
    TrackState.INADMISSIBLE: "inadmissible",
    TrackState.LAPSED: "lapsed",
    TrackState.RECALLED: "recalled",
    TrackState.REVOKED: "revoked",
    TrackState.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class _Letter:
    """The letter an item ended in."""

    id: int
    number: str
    dated_on: dt.date


def results_of(session: Session, file: CaseFile, tracks: Sequence[Track]) -> tuple[CaseResult, ...]:
    """One line per letter, in the order of the items; an item that ended without a letter is named with its end."""
    letters = _letters(session, [one.id for one in tracks])
    lines: dict[tuple[int, Outcome] | int, CaseResult] = {}
    for track in tracks:
        letter, outcome = letters.get(track.id), outcome_of(file, track)
        place = (letter.id, outcome) if letter else -track.id
        known = lines.get(place)
        ref = file.item_ref(track.item_code)
        lines[place] = (
            replace(known, more_items=(*known.more_items, ref)) if known else _line(file, track, letter, outcome)
        )
    return tuple(lines.values())


def outcome_of(file: CaseFile, track: Track) -> Outcome:
    """What the cover calls the end of an item."""
    if track.state in GRANTED:
        return WORDS[file.catalogue.items[track.item_code].result_letter.value]
    return ENDS[track.state]


def _letters(session: Session, tracks: Sequence[int]) -> dict[int, _Letter]:
    """The newest letter that ended each item."""
    rows = session.execute(
        select(
            DocumentTrack.track_id, Document.id, func.coalesce(Document.result_number, Document.number),
            Document.dated_on,
        )
        .join(Document, Document.id == DocumentTrack.document_id)
        .where(DocumentTrack.track_id.in_(tracks), Document.kind.in_(ENDINGS))
        .order_by(Document.id)
    )  # fmt: skip
    return {track: _Letter(document, number, dated_on) for track, document, number, dated_on in rows}


def _line(file: CaseFile, track: Track, letter: _Letter | None, outcome: Outcome) -> CaseResult:
    department, item = file.department_of(track), file.catalogue.items[track.item_code]
    ended_on = track.decided_on or (local_day(track.ended_at) if track.ended_at else None)
    dated_on = letter.dated_on if letter else ended_on
    if dated_on is None:
        raise ValueError("an item on the cover has ended")
    return CaseResult(
        item=file.item_ref(track.item_code), department=department.name_zh, department_en=department.name_en,
        outcome=outcome, number=letter.number if letter else "", dated_on=dated_on,
        validity=(item.output.validity or "") if track.state in GRANTED else "",
    )  # fmt: skip
