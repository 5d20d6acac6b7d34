"""Keeps the day by which a stage is *found*; the pure stage clock decides what it means."""

from __future__ import annotations

from sqlalchemy import BindParameter, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from approvals.models.cases import Case, Pause, Track
from approvals.models.dates import StageExtension
from approvals.models.papers import CorrectionNotice
from approvals.queries.stage_clock import stage_dues
from departments.domain.working_calendar import WorkingCalendar

_CASE: BindParameter[int] = bindparam("case_id")
_PAUSED = select(Pause.id).join(Track, Track.id == Pause.track_id).where(Track.case_id == _CASE, Pause.stops_statutory)
_ASKED = select(CorrectionNotice.id).where(CorrectionNotice.case_id == _CASE)
_MORE = select(StageExtension.id).where(StageExtension.case_id == _CASE)
_AGAIN = select(Track.id).where(Track.case_id == _CASE, Track.round > 1)
WAS_HELD = or_(exists(_PAUSED), exists(_ASKED), exists(_MORE), exists(_AGAIN))
"""Whether a procedure, a correction, an extension or a second round ever held the stage of `case_id` up; a statement may
bring it along."""
_WAS_HELD = select(WAS_HELD)


def set_stage_due(session: Session, case: Case, calendar: WorkingCalendar, *, was_held: bool | None = None) -> None:
    """Store the last day of the stage's joint limit after an item was stopped, resumed,
    corrected or ended, or the stage extended.

    Nothing moves it before the first acceptance, after the end, or where no item ever left the organs' hands and
    nobody gave the stage more days (`was_held`, asked here unless the caller knows).
    """
    if case.admitted_on is None or case.concluded_at is not None or was_held is False:
        return
    session.flush()
    if not was_held and not session.scalar(_WAS_HELD, {"case_id": case.id}):
        return
    case.stage_due_on = stage_dues(session, [case], calendar)[case.id]
