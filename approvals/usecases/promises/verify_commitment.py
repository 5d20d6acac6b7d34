"""核查: the department looks whether what was vouched for is true; if not, it orders to put it right by a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.commitment_checks import rectify_day
from approvals.domain.duties import DutyKind
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import LineState, VerificationState
from approvals.models.cases import Case, Track
from approvals.models.papers import CommitmentLine
from approvals.models.verification import VerificationTask
from approvals.usecases.clock.locking import locked_track
from approvals.usecases.desk import require
from approvals.usecases.journal import record, tell
from approvals.usecases.promises.planned_checks import settle_watch, watch
from departments.domain.actor import Actor
from departments.domain.permissions import may, may_at
from departments.queries.calendar import load_calendar


def verify_commitment(
    *,
    task: str,
    version: int,
    is_true: bool,
    findings: str,
    evidence: str,
    requirement: str,
    rectify_by: dt.date | None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Conclude one check. True: the commitment is kept. False: `requirement` says what to put right, by `rectify_by`.

    Raises Invalid for missing words, Refusal 'rectify_day_wrong' with the last day, 'already_verified'; Stale, NotFound.
    """
    require(findings=findings, evidence=evidence, **({} if is_true else {"requirement": requirement}))
    with unit_of_work() as session:
        row, case, track = task_at_desk(session, task, version, actor, permission="examine")
        today, calendar = local_day(now), load_calendar(session)
        if row.state is not VerificationState.OPEN:
            raise Refusal("already_verified")
        row.findings, row.evidence = findings.strip(), evidence.strip()
        row.checked_by, row.checked_on, row.version = actor.account_id, today, row.version + 1
        if is_true:
            row.state = VerificationState.TRUE
            keep_line(session, row, today)
        else:
            row.rectify_by = rectify_day(rectify_by, today, settings().promises.rectify_most_wd, calendar)
            row.state, row.requirement = VerificationState.RECTIFYING, requirement.strip()
            watch(session, track, DutyKind.RECTIFICATION, row.rectify_by, calendar, today)
            told = row.rectify_by.isoformat()
            tell(session, case, "rectify_ordered", now=now, track=track, once=str(row.id), rectify_by=told)
        _note(session, row, case, track, is_true, actor, now)


def _note(
    session: Session, row: VerificationTask, case: Case, track: Track, is_true: bool, actor: Actor, now: dt.datetime
) -> None:
    settle_watch(session, track, actor, now)
    facts = {"task": row.id, "is_true": is_true, "state": row.state.value}
    record(session, case, Tag.VERIFICATION_DONE, actor=actor, now=now, track=track, **facts)


def task_at_desk(
    session: Session, task: str, version: int, actor: Actor, *, permission: str
) -> tuple[VerificationTask, Case, Track]:
    """A task of the actor's department, its case locked. Raises NotAllowed, NotFound, Stale."""
    if not may(actor, permission):
        raise NotAllowed(f"{permission}_only")
    found = session.scalar(select(VerificationTask).where(VerificationTask.public_id == task))
    if found is None or found.department_id not in actor.department_ids:
        raise NotFound
    if not may_at(actor, permission, found.department_id):
        raise NotAllowed(f"{permission}_only")
    case, track = locked_track(session, found.track_id)
    session.refresh(found)
    if found.version != version:
        raise Stale(tag=None, actor_id=None, at=None)
    return found, case, track


def keep_line(session: Session, task: VerificationTask, today: dt.date) -> None:
    """What was vouched for has proved true, or was put right."""
    line = session.get_one(CommitmentLine, task.line_id)
    line.state, line.kept_on = LineState.KEPT, today
