"""The applicant asks to be heard, within five working days of being told (行政许可法 47): of the arrival of the notice."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.hearing import may_still_ask
from approvals.domain.legal_days import hearing_hold_by
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound
from approvals.queries.access import find_track
from approvals.usecases.hearing.open_hearing import open_hearing, told_of
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def ask_hearing(*, track: str, actor: Actor, now: dt.datetime) -> None:
    """Ask for the hearing that was offered; the organ holds it within twenty working days.

    Raises Refusal 'no_hearing', 'hearing_asked_already' or 'hearing_too_late'; NotFound for anybody else's item.
    """
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        if row.case.project.enterprise_id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.case.project.enterprise_id, row.project_id)
        hearing, today = open_hearing(session, row), local_day(now)
        may_still_ask(told_of(session, hearing).by(hearing.ask_by, today), hearing.asked_on, today)
        hearing.asked_on, hearing.asked_by = today, actor.name
        hearing.hold_by = hearing_hold_by(today, load_calendar(session))
        told = hearing.hold_by.isoformat()
        record(session, row.case, Tag.HEARING_ASKED, actor=actor, now=now, track=row, hearing=hearing.id, hold_by=told)
        tell(session, row.case, "hearing_asked", now=now, track=row, once=str(hearing.id), hold_by=told)
