"""How far a case is, for anybody who holds its number and progress code: states and days, never a paper or a person."""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.queries.enterprise_tracks import TrackLine, tracks_of
from departments.domain.catalogue import Stage
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class Progress:
    """A case without its papers; `notice_due_on` is the last day of the window's five."""

    case_no: str
    project: str
    stage: Stage
    state: CaseState
    filed_at: dt.datetime | None
    receipt_on: dt.date | None
    notice_due_on: dt.date | None
    stage_due_on: dt.date | None
    concluded_at: dt.datetime | None
    tracks: tuple[TrackLine, ...]

    @property
    def ended_count(self) -> int:
        return sum(track.is_over for track in self.tracks)


def progress(session: Session, case_no: str, code: str, today: dt.date) -> Progress | None:
    """The case behind a number and its code; None for a wrong one of either, alike."""
    row = session.execute(
        select(Case, Project.name).join(Project, Project.id == Case.project_id).where(Case.case_no == case_no)
    ).one_or_none()
    if row is None or not hmac.compare_digest((row.Case.progress_code or "").encode(), code.encode()):
        return None
    case: Case = row.Case
    if not case.progress_code:
        return None
    catalogue, calendar = catalogue_version(session, case.catalogue_version_id), load_calendar(session)
    return Progress(
        case_no=case_no,
        project=row.name,
        stage=catalogue.stage(case.theme_code, case.stage_code),
        state=case.state,
        filed_at=case.filed_at,
        receipt_on=case.receipt_on,
        notice_due_on=case.notice_due_on,
        stage_due_on=case.stage_due_on,
        concluded_at=case.concluded_at,
        tracks=tracks_of(session, case.id, catalogue, calendar, today),
    )
