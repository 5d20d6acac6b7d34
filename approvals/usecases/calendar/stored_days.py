"""The days by which things are found, set to what a new calendar makes of them, many at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.foundation.orm import Base
from approvals.domain.calendar_moves import Deadline, Move
from approvals.models.cases import Case, Pause, Track
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.models.watch import Duty

BATCH = 1000
COLUMNS: Mapping[Deadline, tuple[type[Base], str, str | None]] = MappingProxyType(
    {
        Deadline.STATUTORY: (Track, "statutory_due_on", "statutory_floor_on"),
        Deadline.COMMITTED: (Track, "committed_due_on", "committed_floor_on"),
        Deadline.STAGE: (Case, "stage_due_on", "stage_floor_on"),
        Deadline.NOTICE: (Case, "notice_due_on", None),
        Deadline.CORRECTION: (CorrectionNotice, "respond_by", None),
        Deadline.PROMISE: (CommitmentLine, "due_on", None),
        Deadline.PAUSE: (Pause, "planned_resume_on", None),
        Deadline.DUTY: (Duty, "due_on", None),
    }
)
"""Where each day is stored, and its floor where the day is computed anew from facts."""


def store_days(session: Session, found: Sequence[Move]) -> None:
    """Write the new days; a kept day becomes a floor, a day let come earlier loses its floor.

    A track whose day moved has a new deadline, so that its alarms are new ones.
    """
    for what, (model, column, floor) in COLUMNS.items():
        mine = [move for move in found if move.what is what]
        _write(session, model, column, [(move.subject_id, move.new_on) for move in mine if move.is_moved])
        if floor is not None:
            _write(session, model, floor, [(move.subject_id, move.new_on) for move in mine if move.is_kept])
            _write(session, model, floor, [(move.subject_id, None) for move in mine if move.days < 0])
    clocks = (Deadline.STATUTORY, Deadline.COMMITTED)
    tracks = sorted({move.subject_id for move in found if move.what in clocks and move.is_moved})
    for start in range(0, len(tracks), BATCH):
        session.execute(
            update(Track)
            .where(Track.id.in_(tracks[start : start + BATCH]))
            .values(deadline_version=Track.deadline_version + 1)
            .execution_options(synchronize_session=False)
        )


def _write(session: Session, model: type[Base], column: str, days: Sequence[tuple[int, dt.date | None]]) -> None:
    for start in range(0, len(days), BATCH):
        rows = [{"id": row_id, column: day} for row_id, day in days[start : start + BATCH]]
        session.execute(update(model), rows)
