"""What the clock worker would have done each morning of the demo city's past: alarms, silence, lapses, broken promises."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from approvals.domain.states import BEFORE_ADMISSION, LineState
from approvals.models.cases import Case, Track
from approvals.models.papers import CommitmentLine
from approvals.usecases.clock.deem_accepted import deem_accepted
from approvals.usecases.clock.lapse_correction import lapse_correction
from approvals.usecases.clock.promise_late import promise_late
from approvals.usecases.clock.raise_alarms import raise_alarms
from departments.domain.actor import SYSTEM


def sweep(now: dt.datetime, closing: dt.time) -> None:
    """Raise, deem, lapse and break what `now` calls for, each by its use-case."""
    today = local_day(now)
    with reading() as session:
        cases = session.scalars(select(Case.id).where(Case.next_alarm_at <= now).order_by(Case.id)).all()
        lines = session.scalars(
            select(CommitmentLine.id)
            .join(Track, Track.id == CommitmentLine.track_id)
            .where(
                CommitmentLine.state == LineState.OPEN,
                CommitmentLine.due_on < today,
                Track.ended_at.is_(None),
                Track.state.not_in(list(BEFORE_ADMISSION)),
            )
        ).all()
        tracks = session.scalars(
            select(Track.id).where(Track.next_alarm_at <= now, Track.ended_at.is_(None)).order_by(Track.id)
        ).all()
    for case in cases:
        lapse_correction(case=case, actor=SYSTEM, now=now)
        deem_accepted(case=case, actor=SYSTEM, now=now)
    for line in lines:
        promise_late(line=line, close_of_business=closing, actor=SYSTEM, now=now)
    for track in tracks:
        raise_alarms(track=track, close_of_business=closing, actor=SYSTEM, now=now)
