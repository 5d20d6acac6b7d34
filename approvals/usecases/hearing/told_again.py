"""A letter of a hearing that goes out again on another day: what it says of days is counted from that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.letters.frame import LetterFacts, MissingElement
from approvals.domain.letters.hearings import ConvenedHearing, HearingRightNotice
from approvals.domain.refusals import Refusal
from approvals.models.cases import Track
from approvals.usecases.hearing.open_hearing import open_hearing
from departments.domain.working_calendar import WorkingCalendar


def told_again(
    session: Session, facts: LetterFacts, track: Track | None, calendar: WorkingCalendar, today: dt.date
) -> LetterFacts:
    """The facts dated today. The days to ask for a hearing begin anew with the letter that goes out now; a hearing that
    was called stays where it is, and its letter goes out again only while the law's seven days lie ahead (48).

    Raises Refusal 'no_hearing', 'hearing_asked_already', or 'hearing_too_near'.
    """
    if not isinstance(facts, HearingRightNotice | ConvenedHearing) or facts.dated_on == today or track is None:
        return replace(facts, dated_on=today)
    hearing = open_hearing(session, track)
    if facts.dated_on < hearing.told_on:
        raise Refusal("no_hearing")
    if isinstance(facts, HearingRightNotice):
        if hearing.asked_on is not None:
            raise Refusal("hearing_asked_already")
        hearing.told_on = today
        hearing.ask_by = max(hearing.ask_by, calendar.add(today, facts.ask_working_days))
        return replace(facts, dated_on=today, ask_by=hearing.ask_by)
    ahead = calendar.count_between(today, local_day(facts.held_at))
    try:
        return replace(facts, dated_on=today, working_days_ahead=ahead)
    except MissingElement as missed:
        raise Refusal("hearing_too_near") from missed
