"""A stored day that its facts do not yield is put right: recomputed under the lock of its case, with an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.models.cases import Track
from approvals.models.watch import Duty, TruthFinding
from approvals.queries.scope import require_everything
from approvals.queries.stage_clock import stage_dues
from approvals.queries.truth import CASE, TRACK, unsettled
from approvals.queries.truth_walk import DUTY
from approvals.usecases.clock.locking import locked_case, locked_track
from approvals.usecases.duties import look_at
from approvals.usecases.journal import record
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may
from departments.queries.calendar import load_calendar

CORRECTED = "corrected"


def correct_finding(*, finding: int, actor: Actor, now: dt.datetime) -> None:
    """Recompute what an open finding is about, and settle all that was found about it.

    Raises NotAllowed, or NotFound when it is settled already.
    """
    _may(actor)
    with unit_of_work() as session:
        require_everything(session, actor)
        row = session.get(TruthFinding, finding)
        if row is None or row.settled_at is not None:
            raise NotFound
        _correct(session, row.subject, row.subject_id, actor, now)


def correct_truth(*, subject: str, subject_id: int, actor: Actor, now: dt.datetime) -> None:
    """Recompute one track, case or duty and settle its findings. What is right already stays as it is.

    Raises NotAllowed, or NotFound when nothing is found about the subject.
    """
    _may(actor)
    with unit_of_work() as session:
        require_everything(session, actor)
        _correct(session, subject, subject_id, actor, now)


def _may(actor: Actor) -> None:
    if not may(actor, "administer") and Role.SYSTEM not in actor.roles:
        raise NotAllowed("not_allowed")


def _correct(session: Session, subject: str, subject_id: int, actor: Actor, now: dt.datetime) -> None:
    # held before the case: of two who press at once the second finds nothing left to settle
    mine = select(TruthFinding).where(unsettled(subject, subject_id, subject_id)).order_by(TruthFinding.id)
    found = session.scalars(mine.with_for_update()).all()
    if not found or subject not in CORRECT:
        raise NotFound
    CORRECT[subject](session, subject_id, actor, now)
    for row in found:
        row.settled_at, row.settled_by, row.settlement = now, actor.account_id, CORRECTED


def _correct_track(session: Session, track_id: int, actor: Actor, now: dt.datetime) -> None:
    case, track = locked_track(session, track_id)
    if track.ended_at is not None:
        return
    before = _days(track)
    if track.accepted_on is None:
        track.statutory_due_on = track.committed_due_on = None
    set_clock(track, track.pauses, load_calendar(session), now)
    after = _days(track)
    moved: dict[str, Any] = {
        clock: [_iso(before[clock]), _iso(day)] for clock, day in after.items() if day != before[clock]
    }
    record(session, case, Tag.DEADLINE_MOVED, actor=actor, now=now, track=track, reason="truth_check", **moved)


def _correct_case(session: Session, case_id: int, actor: Actor, now: dt.datetime) -> None:
    case, calendar = locked_case(session, case_id), load_calendar(session)
    if case.concluded_at is not None:
        return
    set_receipt_clock(session, case, calendar)
    before, moved = case.stage_due_on, dict[str, Any]()
    if case.admitted_on is not None:
        case.stage_due_on = stage_dues(session, [case], calendar)[case.id]
    if case.stage_due_on != before:
        moved["stage"] = [_iso(before), _iso(case.stage_due_on)]
    record(session, case, Tag.DEADLINE_MOVED, actor=actor, now=now, reason="truth_check", **moved)


def _correct_duty(session: Session, duty_id: int, actor: Actor, now: dt.datetime) -> None:
    case = locked_case(session, session.scalars(select(Duty.case_id).where(Duty.id == duty_id)).one())
    duty = session.get_one(Duty, duty_id)
    if duty.done_at is not None:
        return
    duty.next_alarm_at = look_at(duty.due_on, load_calendar(session), local_day(now))
    record(session, case, Tag.DEADLINE_MOVED, actor=actor, now=now, reason="truth_check", duty=duty.id)


def _days(track: Track) -> dict[str, dt.date | None]:
    return {"statutory": track.statutory_due_on, "committed": track.committed_due_on}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


CORRECT: Mapping[str, Callable[[Session, int, Actor, dt.datetime], None]] = {
    TRACK: _correct_track, CASE: _correct_case, DUTY: _correct_duty,
}  # fmt: skip
