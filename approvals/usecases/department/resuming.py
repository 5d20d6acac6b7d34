"""How a pause ends, by hand or by its cap: the clock, the event, the letter and the notice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.dates import Replaced
from approvals.domain.letters.pauses import ResumeNotice
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import reading_of
from approvals.usecases.department.pause import due_days
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar


def close_pause(
    session: Session,
    file: CaseFile,
    track: Track,
    stop: Pause,
    calendar: WorkingCalendar,
    *,
    resumed_on: dt.date,
    conclusion: str,
    tag: Tag,
    told: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """End `stop` so that the clock runs again on `resumed_on`, and say what that does to the due days."""
    stop.resumed_on, stop.conclusion, stop.closed_by = resumed_on, conclusion, actor.account_id
    track.version += 1
    set_clock(track, track.pauses, calendar, now)
    set_stage_due(session, file.case, calendar)
    record(session, file.case, tag, actor=actor, now=now, track=track, pause=stop.id, resumed_on=resumed_on.isoformat())
    issue_resume_notice(session, file, track, stop, calendar, actor=actor, now=now)
    tell(session, file.case, told, now=now, track=track, once=str(stop.id), kind=stop.kind)


def issue_resume_notice(
    session: Session,
    file: CaseFile,
    track: Track,
    stop: Pause,
    calendar: WorkingCalendar,
    *,
    actor: Actor,
    now: dt.datetime,
    replaces: Replaced | None = None,
) -> Issued:
    """Number the letter that says how long a procedure took; `replaces` names one with wrong days."""
    organ, resumed_on = file.department_of(track), stop.resumed_on or local_day(now)
    procedures = _names(file, track)
    after = reading_of(track, track.pauses, calendar, local_day(now))
    before_start = stop.started_on - dt.timedelta(days=1)
    excluded = calendar.count_between(before_start, resumed_on - dt.timedelta(days=1))

    def build(numbered: Numbered) -> ResumeNotice:
        return ResumeNotice(
            **file.track_frame(track, local_day(now)),
            **numbered.stamp,
            procedure_zh=procedures.get(stop.kind, stop.kind),
            started_on=stop.started_on,
            resumed_on=resumed_on,
            excluded_days=excluded,
            result=stop.conclusion,
            after=due_days(after),
            stops_statutory=stop.stops_statutory,
            stops_committed=stop.stops_committed,
            basis=(stop.basis,) if stop.basis else (),
            replaces=replaces,
        )

    return issue(session, file, kind="resume_notice", organ=organ, build=build, actor=actor, now=now, tracks=[track])


def _names(file: CaseFile, track: Track) -> dict[str, str]:
    """What the special procedures of an item are called; a hearing may come to any item (行政许可法 46, 47)."""
    listed = file.catalogue.items[track.item_code].special_procedures
    return {"HEARING": "听证"} | {one.kind.value: one.name_zh for one in listed}
