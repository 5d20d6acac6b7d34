"""What the five days of Art. 32(4) leave behind: items nobody answered are accepted, by the law and not by a person.

Asked by the sweep, and by every verb of the window before it answers anything: between the end of the fifth day and the
next run of the sweep the law has accepted already, and an answer given then would be none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.legal_days import deemed_accepted_on
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from approvals.models.cases import Case, Track
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.window.acceptance_letter import issue_acceptance
from approvals.usecases.window.admission import admit
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import WorkingCalendar


def admit_silent(session: Session, case: Case, calendar: WorkingCalendar, now: dt.datetime) -> list[Track]:
    """Admit what nobody answered in time, dated back to its receipt, with its letter; returns those items.

    Missing papers do not prevent it: they are a matter of the examination now. The case row is locked by the caller.
    """
    filed = session.scalars(
        select(Track)
        .where(Track.case_id == case.id, Track.state == TrackState.FILED, Track.receipt_on.is_not(None))
        .order_by(Track.receipt_on, Track.id)
        .execution_options(populate_existing=True)
    ).all()
    admitted: list[Track] = []
    for received, tracks in groupby(filed, key=lambda track: track.receipt_on):
        told_on = case.notice_due_on if received == case.receipt_on else None
        day = deemed_accepted_on(received, local_day(now), calendar, told_on) if received else None
        if day is not None:
            silent = list(tracks)
            _admit(session, case, silent, day, calendar, now)
            admitted += silent
    return admitted


def refuse_late(silent: Sequence[Track]) -> NoReturn:
    """Say so, after the unit of work in which the law was obeyed has been stored."""
    day = silent[0].admitted_on
    items = [track.item_code for track in silent]
    raise Refusal("deemed_by_law", items=items, accepted_on=day.isoformat() if day else None)


def _admit(
    session: Session, case: Case, silent: list[Track], day: dt.date, calendar: WorkingCalendar, now: dt.datetime
) -> None:
    file, items = open_file(session, case), [track.item_code for track in silent]
    lines = admit(session, file, silent, calendar, admitted_on=day, now=now, deemed=True)
    record(
        session, case, Tag.TRACKS_DEEMED_ACCEPTED, actor=SYSTEM, now=now, items=items, accepted_on=day.isoformat(),
        deferred=[line.id for line in lines],
    )  # fmt: skip
    issue_acceptance(session, file, silent, lines, calendar, actor=SYSTEM, now=now, deemed=True)
    tell(session, case, "deemed_accepted", now=now, items=items, accepted_on=day.isoformat())
