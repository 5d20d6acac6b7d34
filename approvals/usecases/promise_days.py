"""The last day of a promise that was kept before its item was accepted, and is owed again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.legal_days import promise_due_on
from approvals.models.cases import Track
from approvals.models.papers import CommitmentLine
from departments.queries.calendar import load_calendar


def date_anew(session: Session, line: CommitmentLine, now: dt.datetime) -> None:
    """It stood in no notice that named a last day, because it was kept then: it counts from the word that it is not.

    Nothing for a line that has its day, or will get it when its item is accepted.
    """
    track = session.get_one(Track, line.track_id)
    if line.due_on is None and track.admitted_on is not None and track.ended_at is None:
        committed_wd = track.committed_wd or line.days_wd
        line.due_on = promise_due_on(local_day(now), line.days_wd, committed_wd, load_calendar(session))
