"""The hearing of an item that is not closed yet."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.hearing import stands
from approvals.domain.refusals import Refusal
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.queries.arrivals import Told, hearings_told
from departments.queries.calendar import load_calendar


def hearing_of(session: Session, track: Track) -> Hearing | None:
    """The one open hearing, if there is one."""
    return session.scalar(select(Hearing).where(Hearing.track_id == track.id, Hearing.closed_on.is_(None)))


def open_hearing(session: Session, track: Track) -> Hearing:
    """The open hearing of an item that still runs; raises Refusal 'no_hearing'."""
    found = hearing_of(session, track)
    if found is None or not stands(found.verb, track.state):
        raise Refusal("no_hearing")
    return found


def told_of(session: Session, hearing: Hearing) -> Told:
    """When its notice arrived, and the last day that runs from then."""
    return hearings_told(session, [hearing], load_calendar(session))[hearing.id]


def demand_heard(session: Session, track: Track, today: dt.date) -> None:
    """A decision waits for a hearing that was asked for, and for the days in which it may be.

    Raises Refusal 'hearing_open', or what `demand_arrived` raises while no such day has begun.
    """
    hearing = hearing_of(session, track)
    if hearing is None or hearing.verb:
        return
    if hearing.asked_on is not None:
        raise Refusal("hearing_open")
    _demand_over(told_of(session, hearing), today, Refusal("hearing_open"))


def _demand_over(told: Told, today: dt.date, still_open: Refusal) -> None:
    demand_arrived(told)
    if not told.is_over(today):
        raise still_open


def demand_arrived(told: Told) -> None:
    """Raises Refusal 'notice_struck_out' where no letter will ever arrive, 'notice_not_arrived' while it may."""
    if told.last_on is None:
        raise Refusal("notice_not_arrived" if told.has_notice else "notice_struck_out")


def must_be_told_again(session: Session, hearing: Hearing) -> bool:
    """Its letter was struck out with nothing in its place, and nobody asked or answered without it."""
    is_unanswered = hearing.asked_on is None and hearing.answered_on is None
    return is_unanswered and not told_of(session, hearing).has_notice


def demand_told(session: Session, track: Track, act: str, today: dt.date) -> Hearing:
    """What the holder was told of this act, once it has answered, been heard, or let the day pass.

    Raises Refusal 'not_told_yet', 'answer_open' before the answer and the day, what `demand_arrived` raises while that
    day is not fixed, 'hearing_open' while one was asked for.
    """
    told = select(Hearing).where(Hearing.track_id == track.id, Hearing.verb == act, Hearing.decided_on.is_(None))
    hearing = session.scalar(told.order_by(Hearing.id.desc()).limit(1))
    if hearing is None or (hearing.closed_on is not None and hearing.held_at is None):
        raise Refusal("not_told_yet")
    if hearing.closed_on is None and hearing.asked_on is not None:
        raise Refusal("hearing_open")
    if hearing.closed_on is None and hearing.answered_on is None:
        told_then = told_of(session, hearing)
        _demand_over(told_then, today, Refusal("answer_open", answer_by=told_then.last_on))
    return hearing


def note_decided(hearing: Hearing, today: dt.date) -> None:
    """The decision it was heard for is made."""
    hearing.decided_on, hearing.closed_on = today, hearing.closed_on or today
