"""听证笔录: the hearing was held and its record decides, or nobody asked for it; the clocks run again (行政许可法 48)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.rounds import Hearing
from approvals.usecases.department.resuming import close_pause
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.hearing.open_hearing import demand_arrived, open_hearing, told_of
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def close_hearing(*, track: str, version: int, minutes: str, actor: Actor, now: dt.datetime) -> None:
    """Keep the record of a hearing that was held, or note that nobody asked in time; end the special procedure.

    What was only intended may be dropped any day, while no hearing was asked for.

    Raises Invalid without a record, Refusal 'no_hearing', 'hearing_not_asked' while it may still be asked for,
    'notice_not_arrived' or 'notice_struck_out' while that cannot run out, 'hearing_not_held' before its hour; Stale.
    """
    require(minutes=minutes)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        hearing, file, today = open_hearing(session, row), open_file(session, case), local_day(now)
        _check_over(session, hearing, today, now)
        hearing.minutes, hearing.closed_on = minutes.strip(), today
        row.version += 1
        facts = {"hearing": hearing.id, "held": hearing.held_at is not None}
        record(session, case, Tag.HEARING_CLOSED, actor=actor, now=now, track=row, **facts)
        stop = next((one for one in row.pauses if one.id == hearing.pause_id and one.resumed_on is None), None)
        if stop is not None:
            row.state = next_state(row.state, "resume")
            close_pause(
                session, file, row, stop, file.calendar, resumed_on=max(today, stop.started_on),
                conclusion=_conclusion(file, row), tag=Tag.TRACK_RESUMED, told="resumed", actor=actor, now=now,
            )  # fmt: skip
        tell(session, case, "hearing_closed", now=now, track=row, once=str(hearing.id))


def _check_over(session: Session, hearing: Hearing, today: dt.date, now: dt.datetime) -> None:
    if hearing.asked_on is None and not hearing.verb:
        told = told_of(session, hearing)
        demand_arrived(told)
        if told.last_on is not None and not told.is_over(today):
            raise Refusal("hearing_not_asked", ask_by=told.last_on)
    if hearing.asked_on is not None and (hearing.held_at is None or hearing.held_at > now):
        raise Refusal("hearing_not_held")


def _conclusion(file: CaseFile, track: Track) -> str:
    return f"{file.department_of(track).name_zh}已经举行听证并制作笔录"
