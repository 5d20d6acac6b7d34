"""The hearing of an item that is not closed yet."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.refusals import Refusal
from approvals.domain.states import RUNNING
from approvals.models.cases import Track
from approvals.models.rounds import Hearing


def hearing_of(session: Session, track: Track) -> Hearing | None:
    """The one open hearing, if there is one."""
    return session.scalar(select(Hearing).where(Hearing.track_id == track.id, Hearing.closed_on.is_(None)))


def open_hearing(session: Session, track: Track) -> Hearing:
    """The open hearing of an item that still runs; raises Refusal 'no_hearing'."""
    found = hearing_of(session, track)
    if found is None or track.state not in RUNNING:
        raise Refusal("no_hearing")
    return found


def demand_heard(session: Session, track: Track, today: dt.date) -> None:
    """A decision waits for a hearing that was asked for, and for the days in which it may be; Refusal 'hearing_open'."""
    hearing = hearing_of(session, track)
    if hearing is not None and (hearing.asked_on is not None or today <= hearing.ask_by):
        raise Refusal("hearing_open")
