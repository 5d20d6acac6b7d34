"""The way of the nightly check through everything that is stored to be found by: open tracks, running cases, open duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.duties import duty_look_by
from approvals.domain.truth import When, late_look
from approvals.models.traces import Alarm
from approvals.models.watch import Duty
from approvals.queries.truth import CASE, TRACK, Batch, Untrue, look_at_stages, look_at_tracks
from departments.domain.working_calendar import WorkingCalendar

DUTY = "duty"
BEHIND: Mapping[str, str] = {TRACK: CASE, CASE: DUTY}
"""What is walked through after a subject; after the last one nothing."""


def look_at(session: Session, subject: str, calendar: WorkingCalendar, when: When, after: int, limit: int) -> Batch:
    """The next so many subjects of one kind by id, each recomputed from its facts."""
    if subject == TRACK:
        return look_at_tracks(session, calendar, when, after, limit)
    if subject == CASE:
        return look_at_stages(session, calendar, after, limit)
    return look_at_duties(session, calendar, when, after, limit)


def look_at_duties(session: Session, calendar: WorkingCalendar, when: When, after: int, limit: int) -> Batch:
    """The next open duties by id, each with the day by which somebody must look at it; two statements.

    Its own last day is not recomputed: a letter that took another's place, a calendar that kept what was told and the
    settings of the day it was planned have a part in it.
    """
    duties = session.scalars(
        select(Duty).where(Duty.done_at.is_(None), Duty.id > after).order_by(Duty.id).limit(limit)
    ).all()
    raised = _raised(session, duties)
    found = [
        Untrue(DUTY, duty.id, duty.case_id, difference)
        for duty in duties
        for difference in late_look(
            local_day(duty.next_alarm_at) if duty.next_alarm_at else None,
            duty_look_by(
                duty.due_on, calendar, when.today, when.opens_on, raised.get((duty.id, duty.due_on.toordinal()), ())
            ),
        )
    ]
    return Batch(duties[-1].id if duties else None, len(duties), tuple(found))


def _raised(session: Session, duties: Iterable[Duty]) -> Mapping[tuple[int, int], Collection[str]]:
    """The names of the alarms of each duty and last day."""
    rows = session.execute(
        select(Alarm.subject_id, Alarm.deadline_version, Alarm.kind).where(
            Alarm.subject == DUTY, Alarm.subject_id.in_([duty.id for duty in duties])
        )
    )
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for duty, version, kind in rows:
        found[duty, version].add(kind.partition(":")[2])
    return found
