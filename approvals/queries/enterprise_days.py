"""The day statement of one item, for the applicant to print and to dispute."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import ClockReading, read_clock
from approvals.domain.clock_facts import ClockName
from approvals.domain.day_statement import DayLine, day_statement
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import facts_of
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class ItemDays:
    """One clock of an item and every day of it."""

    reading: ClockReading
    lines: tuple[DayLine, ...]


def item_days(session: Session, track_id: int, today: dt.date) -> tuple[ItemDays, ...]:
    """Both clocks of a track the caller has already been allowed to see; empty before it was accepted."""
    track = session.get_one(Track, track_id)
    pauses = session.scalars(select(Pause).where(Pause.track_id == track_id).order_by(Pause.id)).all()
    facts = facts_of(track, pauses)
    if facts is None or facts.accepted_on is None:
        return ()
    calendar = load_calendar(session)
    clocks = [(name, read_clock(facts, name, calendar, facts.decided_on or today)) for name in ClockName]
    return tuple(
        ItemDays(reading, day_statement(facts, name, calendar, today))
        for name, reading in clocks
        if reading is not None
    )
