"""What a new calendar leaves where it is may still be late, or near its end, on other days: it is looked at once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from approvals.domain.calendar_moves import Change, Deadline, Move
from approvals.models.cases import Track
from approvals.models.watch import Duty
from approvals.usecases.timing import at_local

BATCH = 1000
CLOCKS = (Deadline.STATUTORY, Deadline.COMMITTED)


def look_again(session: Session, change: Change, found: Collection[Move], now: dt.datetime) -> None:
    """Bring the next look of tracks and duties forward to `now` where it lies at or after the first changed day.

    An overdue item counts its days late by the calendar, and a warning may come on another day although the last day
    stays. What is among the moves is looked at with its case. Too early costs one look, too late an alarm.
    """
    changed = change.changed_days()
    if not changed:
        return
    first = at_local(changed[0].day, dt.time.min)
    moved = {move.subject_id for move in found if move.what in CLOCKS}
    tracks = session.scalars(select(Track.id).where(Track.next_alarm_at >= first).order_by(Track.id)).all()
    _look(session, Track, [one for one in tracks if one not in moved], now)
    moved = {move.subject_id for move in found if move.what is Deadline.DUTY}
    duties = session.scalars(select(Duty.id).where(Duty.next_alarm_at >= first).order_by(Duty.id)).all()
    _look(session, Duty, [one for one in duties if one not in moved], now)


def _look(session: Session, model: type[Track] | type[Duty], ids: Sequence[int], now: dt.datetime) -> None:
    for start in range(0, len(ids), BATCH):
        session.execute(
            update(model)
            .where(model.id.in_(ids[start : start + BATCH]))
            .values(next_alarm_at=now)
            .execution_options(synchronize_session=False)
        )
