"""A stored day that its facts do not yield is put right: recomputed under the lock of its case, with an event."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound
from approvals.models.cases import Case, Track
from approvals.models.watch import TruthFinding
from approvals.queries.scope import require_everything
from approvals.queries.stage_clock import stage_dues
from approvals.queries.truth import CASE, TRACK, unsettled
from approvals.usecases.clock.locking import locked_case, locked_track
from approvals.usecases.journal import record
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
    """Recompute one track or one stage and settle its findings. What is right already stays as it is.

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
    found = session.scalars(select(TruthFinding).where(unsettled(subject, subject_id, subject_id))).all()
    if not found or subject not in (TRACK, CASE):
        raise NotFound
    if subject == TRACK:
        _correct_track(session, subject_id, actor, now)
    else:
        _correct_stage(session, subject_id, actor, now)
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


def _correct_stage(session: Session, case_id: int, actor: Actor, now: dt.datetime) -> None:
    case: Case = locked_case(session, case_id)
    if case.admitted_on is None:
        return
    before, case.stage_due_on = case.stage_due_on, stage_dues(session, [case], load_calendar(session))[case.id]
    moved: dict[str, Any] = {"stage": [_iso(before), _iso(case.stage_due_on)]}
    record(session, case, Tag.DEADLINE_MOVED, actor=actor, now=now, reason="truth_check", **moved)


def _days(track: Track) -> dict[str, dt.date | None]:
    return {"statutory": track.statutory_due_on, "committed": track.committed_due_on}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
