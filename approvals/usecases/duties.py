"""The rows of what a grant owes: written with the decision, closed by the move that does it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import write_last
from approvals.domain.duties import DutyKind, duties_of, duty_alarm, next_look_on
from approvals.models.cases import Track
from approvals.models.letters import DocumentTrack, OutsideResult
from approvals.models.watch import Duty
from approvals.usecases.timing import OFFICE_OPENS, at_local
from departments.domain.actor import Actor
from departments.domain.catalogue_words import ResultLetter
from departments.domain.working_calendar import WorkingCalendar


def owe(
    session: Session,
    track: Track,
    letter: ResultLetter,
    calendar: WorkingCalendar,
    outside: OutsideResult | None = None,
) -> None:
    """Note what a grant owes from the day it was decided. What another system made owes from its own
    day; what is late by it already is looked at on the day it is signed here.
    """
    decided = track.decided_on
    if decided is None:
        raise ValueError("nothing is owed before the decision")
    made_on = outside.dated_on if outside is not None else decided
    rows = [
        {
            "case_id": track.case_id, "track_id": track.id, "round": track.round, "kind": kind.value, "due_on": due_on,
            "next_alarm_at": look_at(due_on, calendar, decided),
        }
        for kind, due_on in duties_of(letter, made_on, calendar).items()
    ]  # fmt: skip
    write_last(session, Duty, rows)


def look_at(due_on: dt.date, calendar: WorkingCalendar, today: dt.date, *, swept: bool = False) -> dt.datetime:
    """When an open duty must be looked at again; what is true today counts as today's unless it was just `swept`."""
    day = today if not swept and duty_alarm(due_on, calendar, today) else next_look_on(due_on, calendar, today)
    return at_local(calendar.next_working(day), OFFICE_OPENS)


def is_done(session: Session, document_id: int, kind: DutyKind, actor: Actor, now: dt.datetime) -> None:
    """Close the duty of this kind for every item that the document answers."""
    answered = select(DocumentTrack.track_id).where(DocumentTrack.document_id == document_id)
    session.execute(
        update(Duty)
        .where(Duty.track_id.in_(answered), Duty.kind == kind.value, Duty.done_at.is_(None))
        .values(done_at=now, done_by=actor.account_id, next_alarm_at=None)
        .execution_options(synchronize_session=False)
    )
