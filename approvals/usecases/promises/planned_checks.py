"""What is to be verified is planned the moment the result is signed; the clocks of duties watch it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from approvals.domain.commitment_checks import WAITS, kind_of_check
from approvals.domain.duties import DutyKind
from approvals.domain.events import Tag
from approvals.domain.states import LineState, VerificationState
from approvals.models.cases import Case, Track
from approvals.models.papers import CommitmentLine
from approvals.models.verification import VerificationTask
from approvals.models.watch import Duty
from approvals.usecases.duties import look_at
from approvals.usecases.journal import record
from departments.domain.actor import SYSTEM, Actor
from departments.domain.working_calendar import WorkingCalendar


def plan_checks(session: Session, case: Case, track: Track, calendar: WorkingCalendar, now: dt.datetime) -> None:
    """A task per commitment that is checked (all, or the drawn ones), due so many working days after the decision."""
    decided, told = track.decided_on, settings().promises
    lines = session.scalars(
        select(CommitmentLine)
        .where(CommitmentLine.track_id == track.id, CommitmentLine.state == LineState.VOUCHED)
        .order_by(CommitmentLine.id)
    ).all()
    if decided is None or not lines:
        return
    known = set(session.scalars(select(VerificationTask.line_id).where(VerificationTask.track_id == track.id)))
    due_on = calendar.add(decided, told.verify_wd)
    tasks = [
        VerificationTask(
            line_id=line.id, case_id=case.id, track_id=track.id, department_id=track.department_id, kind=kind,
            state=VerificationState.OPEN, created_on=decided, due_on=due_on,
        )
        for line in lines
        if line.id not in known and (kind := kind_of_check(case.case_no or "", line.id, told.verify_percent))
    ]  # fmt: skip
    if tasks:
        session.add_all(tasks)
        session.flush()
        watch(session, track, DutyKind.VERIFICATION, due_on, calendar, decided)
        facts = {"tasks": [task.id for task in tasks], "due_on": due_on.isoformat()}
        record(session, case, Tag.VERIFICATION_PLANNED, actor=SYSTEM, now=now, track=track, **facts)


def watch(
    session: Session, track: Track, kind: DutyKind, due_on: dt.date, calendar: WorkingCalendar, today: dt.date
) -> None:
    """One duty per item and kind: a second one brings the day of the first forward, or opens it anew."""
    row = session.scalar(select(Duty).filter_by(track_id=track.id, round=track.round, kind=kind.value))
    if row is None:
        row = Duty(case_id=track.case_id, track_id=track.id, round=track.round, kind=kind.value, due_on=due_on)
        session.add(row)
    row.due_on = due_on if row.done_at is not None else min(row.due_on, due_on)
    row.done_at = row.done_by = None
    row.next_alarm_at = look_at(row.due_on, calendar, today)


def settle_watch(session: Session, track: Track, actor: Actor, now: dt.datetime) -> None:
    """Close the duties of an item whose commitments nobody has to look at any more."""
    session.flush()
    states = session.scalars(
        select(VerificationTask.state).where(VerificationTask.track_id == track.id, VerificationTask.state.in_(WAITS))
    ).all()
    over = [DutyKind.VERIFICATION] if VerificationState.OPEN not in states else []
    over += [DutyKind.RECTIFICATION] if VerificationState.RECTIFYING not in states else []
    for row in session.scalars(
        select(Duty).where(
            Duty.track_id == track.id, Duty.done_at.is_(None), Duty.kind.in_([kind.value for kind in over])
        )
    ):
        row.done_at, row.done_by, row.next_alarm_at = now, actor.account_id, None
