"""Keeps the day by which a stage is *found*; the pure stage clock decides what it means."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from approvals.models.cases import Case, Pause, Track
from approvals.models.papers import CorrectionNotice
from approvals.queries.stage_clock import stage_dues
from departments.domain.working_calendar import WorkingCalendar


def set_stage_due(session: Session, case: Case, calendar: WorkingCalendar) -> None:
    """Store the last day of the stage's joint limit after an item was stopped, resumed, corrected or ended.

    Nothing moves it before the first acceptance, after the end, or where no item ever left the organs' hands.
    """
    if case.admitted_on is None or case.concluded_at is not None:
        return
    session.flush()
    if not session.scalar(select(_was_held(case.id))):
        return
    case.stage_due_on = stage_dues(session, [case], calendar)[case.id]


def _was_held(case_id: int) -> ColumnElement[bool]:
    """Whether a procedure or a correction ever held an item of the case."""
    paused = (
        select(Pause.id).join(Track, Track.id == Pause.track_id).where(Track.case_id == case_id, Pause.stops_statutory)
    )
    asked = select(CorrectionNotice.id).where(CorrectionNotice.case_id == case_id)
    return or_(exists(paused.correlate(None)), exists(asked.correlate(None)))
