"""How far a case is, for anybody who holds its number and progress code: states and days, never a paper or a person."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.events import Tag
from approvals.domain.exchange_status import Blzt, exchange_status, flags_of
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
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
    statuses: Mapping[str, Blzt]
    """The national status of each item, by item code."""

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
    tracks = tracks_of(session, case.id, catalogue, calendar, today)
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
        tracks=tracks,
        statuses=_statuses(session, case.id, tracks),
    )


def _statuses(session: Session, case_id: int, tracks: tuple[TrackLine, ...]) -> Mapping[str, Blzt]:
    supplied = session.scalars(
        select(CaseEvent.facts).where(CaseEvent.case_id == case_id, CaseEvent.tag == Tag.CORRECTION_SUPPLIED.value)
    )
    corrected = {item for facts in supplied for item in facts["items"]}
    return {track.item.code: _status(track, track.item.code in corrected) for track in tracks}


def _status(track: TrackLine, was_corrected: bool) -> Blzt:
    flags = flags_of(
        was_corrected=was_corrected,
        was_resumed=track.last_move == Tag.TRACK_RESUMED,
        is_paused=track.open_pause is not None,
        is_deferred=track.is_deferred,
    )
    return exchange_status(track.state, flags)
