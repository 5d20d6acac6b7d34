"""催办: the steward reminds a department; earlier reminders stay visible."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import WITH_DEPARTMENT
from approvals.models.cases import Reminder
from approvals.queries.access import find_track
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def remind(*, track: str, text: str, actor: Actor, now: dt.datetime) -> None:
    """Send a reminder to those who have the track; the same words twice on one day are one reminder.

    Raises Invalid without words, Refusal 'not_with_department'.
    """
    require(text=text)
    if actor.account_id is None:
        raise NotFound
    with unit_of_work() as session:
        row = find_track(session, track, actor, lock=True)
        case = row.case
        project = case.project
        if not stewards(actor, Reach(project.enterprise_id, project.steward_id)):
            raise NotFound
        if row.state not in WITH_DEPARTMENT:
            raise Refusal("not_with_department")
        same = {"track_id": row.id, "text": text.strip(), "sent_by": actor.account_id}
        last = session.scalar(select(func.max(Reminder.sent_at)).filter_by(**same))
        if last is not None and local_day(last) == local_day(now):
            return
        reminder = Reminder(**same, sent_at=now)
        session.add(reminder)
        session.flush()
        record(session, case, Tag.DEPARTMENT_REMINDED, actor=actor, now=now, track=row, reminder=reminder.id)
        tell(session, case, "reminded", now=now, track=row, once=str(reminder.id))
