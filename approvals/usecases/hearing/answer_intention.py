"""陈述、申辩: the holder answers what the organ intends, before it is decided (行政许可法 7)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.access import find_track
from approvals.usecases.desk import require
from approvals.usecases.hearing.open_hearing import open_hearing, told_of
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def answer_intention(*, track: str, text: str, actor: Actor, now: dt.datetime) -> None:
    """Answer once, by the day that was told or runs from the arrival of the notice; the organ may then decide, unless a
    hearing was asked for.

    Raises Invalid without words, Refusal 'no_hearing' where nothing is intended, 'answered_already' or
    'hearing_too_late'; NotFound for anybody else's item.
    """
    require(text=text)
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        if row.case.project.enterprise_id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.case.project.enterprise_id, row.project_id)
        hearing, today = open_hearing(session, row), local_day(now)
        if not hearing.verb:
            raise Refusal("no_hearing")
        if hearing.answered_on is not None:
            raise Refusal("answered_already")
        last_on = told_of(session, hearing).by(hearing.ask_by, today)
        if today > last_on:
            raise Refusal("hearing_too_late", ask_by=last_on)
        hearing.answer, hearing.answered_on, hearing.answered_by = text.strip(), today, actor.name
        record(session, row.case, Tag.HEARING_ANSWERED, actor=actor, now=now, track=row, hearing=hearing.id)
        tell(session, row.case, "hearing_answered", now=now, track=row, once=str(hearing.id))
