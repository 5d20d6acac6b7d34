"""The cockpit of one project: every case and track of it, who holds what, and what the steward already did."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from approvals.domain.clock import Reading
from approvals.domain.letters.addressed import CONFIRMATION
from approvals.domain.refusals import NotFound
from approvals.domain.states import CaseState, DocumentState, TrackState
from approvals.models.applicants import Enterprise
from approvals.models.cases import Case, Reminder, Track
from approvals.queries.access import find_project
from approvals.queries.clocks import reading_of
from approvals.queries.dossier import blockers
from approvals.queries.enterprise_desk import NO_NOTICES, notices_of
from approvals.queries.enterprise_todo import Notice
from approvals.queries.enterprise_tracks import tracks_of_cases
from approvals.queries.lateness import Lateness, LateTrack, lateness_of
from approvals.queries.ratings import RatingRow, ratings_of
from approvals.queries.stage_clock import StageView, stages_of
from approvals.queries.standings import OPEN, Standing, loudness, standing_of
from approvals.queries.steward_documents import ResultRow, project_results
from approvals.queries.steward_promises import Promise, promises
from approvals.queries.steward_questions import QuestionRow, questions_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue, Item, Stage, Theme
from departments.models.people import Account, Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class ReminderRow:
    """An earlier reminder of the department."""

    text: str
    sent_by: str
    sent_at: dt.datetime


@dataclass(frozen=True)
class CockpitTrack:
    """One item with both clocks, what blocks its grant, and the reminders sent."""

    public_id: str
    item: Item
    department_zh: str
    department_en: str
    department_phone: str
    state: TrackState
    standing: Standing
    reading: Reading | None
    officer: str
    is_deferred: bool
    decided_on: dt.date | None
    last_move: str
    last_move_at: dt.datetime
    blockers: tuple[Any, ...]
    reminders: tuple[ReminderRow, ...]
    late: Lateness | None = None
    rating: RatingRow | None = None

    @property
    def group(self) -> str:
        """you (the applicant's turn), ongoing, done or not_needed."""
        if self.standing is Standing.CORRECTION:
            return "you"
        if self.standing in OPEN:
            return "ongoing"
        return "not_needed" if self.standing is Standing.GONE else "done"


@dataclass(frozen=True)
class CockpitCase:
    """One filed case; it is confirmed when it is concluded, and again when a result is newer than the confirmation."""

    public_id: str
    case_no: str
    stage: Stage
    state: CaseState
    filed_at: dt.datetime | None
    clock: StageView | None
    concluded_at: dt.datetime | None
    tracks: tuple[CockpitTrack, ...]
    confirmation: ResultRow | None
    has_newer_results: bool = False
    notice: Notice | None = None
    """The one-time notice that waits for the applicant."""

    @property
    def open_tracks(self) -> tuple[CockpitTrack, ...]:
        return tuple(track for track in self.tracks if track.standing in OPEN)


@dataclass(frozen=True)
class Cockpit:
    """Everything the project page of the steward shows."""

    public_id: str
    name: str
    code: str
    place: str
    theme: Theme | None
    investment_wan: float | None
    land_area_m2: float | None
    green_channel: str
    enterprise: str
    enterprise_phone: str
    representative: str
    cases: tuple[CockpitCase, ...]
    questions: tuple[QuestionRow, ...]
    promises: tuple[Promise, ...]
    results: tuple[ResultRow, ...]


def steward_cockpit(session: Session, public_id: str, actor: Actor, *, today: dt.date) -> Cockpit:
    """The cockpit; raises NotFound unless the project is assigned to the actor."""
    project = find_project(session, public_id, actor)
    if project.steward_id != actor.account_id:
        raise NotFound
    enterprise = session.get_one(Enterprise, project.enterprise_id)
    cases = session.scalars(
        select(Case).where(Case.project_id == project.id, Case.state != CaseState.DRAFT).order_by(Case.filed_at.desc())
    ).all()
    catalogues = {id_: catalogue_version(session, id_) for id_ in {case.catalogue_version_id for case in cases}}
    results = project_results(session, project.id, today=today)
    return Cockpit(
        public_id=project.public_id,
        name=project.name,
        code=project.code or "",
        place=project.place,
        theme=next((one.themes.get(project.theme_code) for one in catalogues.values()), None),
        investment_wan=project.investment_wan,
        land_area_m2=project.land_area_m2,
        green_channel=project.green_channel,
        enterprise=enterprise.name,
        enterprise_phone=enterprise.phone,
        representative=enterprise.legal_representative,
        cases=_cases(session, cases, catalogues, results, today),
        questions=questions_of(session, project.id),
        promises=promises(session, actor, today=today, project=public_id),
        results=tuple(row for row in results if row.kind != CONFIRMATION),
    )


def _cases(
    session: Session,
    cases: Sequence[Case],
    catalogues: Mapping[int, Catalogue],
    results: Iterable[ResultRow],
    today: dt.date,
) -> tuple[CockpitCase, ...]:
    tracks = _tracks(session, {case.id: catalogues[case.catalogue_version_id] for case in cases}, today)
    confirmed, newer = _confirmations(results)
    calendar = load_calendar(session)
    lines = tracks_of_cases(
        session, {case.id: catalogues[case.catalogue_version_id] for case in cases}, calendar, today
    )
    stages = stages_of(session, cases, lines, calendar, today)
    notices = notices_of(session, [case.id for case in cases])
    return tuple(
        CockpitCase(
            public_id=case.public_id,
            case_no=case.case_no or "",
            stage=catalogues[case.catalogue_version_id].stages[case.stage_code],
            state=case.state,
            filed_at=case.filed_at,
            clock=stages.get(case.id),
            concluded_at=case.concluded_at,
            tracks=tuple(sorted(tracks[case.id], key=lambda track: loudness(track.standing, track.reading))),
            confirmation=confirmed.get(case.case_no or ""),
            has_newer_results=case.case_no in newer,
            notice=notices.get(case.id, NO_NOTICES).open,
        )
        for case in cases
    )


def _confirmations(results: Iterable[ResultRow]) -> tuple[Mapping[str, ResultRow], set[str]]:
    """The confirmation in force of each case, and the cases that have a newer result; results come the newest first."""
    confirmed: dict[str, ResultRow] = {}
    newer: set[str] = set()
    for row in results:
        if row.case_no in confirmed:
            continue
        if row.kind != CONFIRMATION:
            newer.add(row.case_no)
        elif row.state in (DocumentState.QUEUED, DocumentState.ISSUED):
            confirmed[row.case_no] = row
    return confirmed, newer & confirmed.keys()


def _tracks(session: Session, catalogues: Mapping[int, Catalogue], today: dt.date) -> Mapping[int, list[CockpitTrack]]:
    calendar = load_calendar(session)
    rows = session.execute(
        select(Track, Department, Account.name)
        .join(Department, Department.id == Track.department_id)
        .outerjoin(Account, Account.id == Track.assignee_id)
        .where(Track.case_id.in_(catalogues))
        .options(selectinload(Track.pauses))
    ).all()
    readings = {track.id: reading_of(track, track.pauses, calendar, today) for track, _, _ in rows}
    blocked, reminded = blockers(session, list(readings)), _reminders(session, list(readings))
    rated = ratings_of(session, list(readings))
    late = lateness_of(session, (LateTrack(one.id, one.state, readings[one.id]) for one, _, _ in rows), calendar)
    found: dict[int, list[CockpitTrack]] = defaultdict(list)
    for track, department, officer in rows:
        found[track.case_id].append(
            CockpitTrack(
                public_id=track.public_id,
                item=catalogues[track.case_id].items[track.item_code],
                department_zh=department.name_zh,
                department_en=department.name_en,
                department_phone=department.phone,
                state=track.state,
                standing=standing_of(track.state, readings[track.id]),
                reading=readings[track.id],
                officer=officer or "",
                is_deferred=track.is_deferred,
                decided_on=track.decided_on,
                last_move=track.last_move,
                last_move_at=track.last_move_at,
                blockers=tuple(blocked.get(track.id, ())),
                reminders=reminded[track.id], late=late.get(track.id), rating=rated.get(track.id),
            )
        )  # fmt: skip
    return found


def _reminders(session: Session, track_ids: list[int]) -> Mapping[int, tuple[ReminderRow, ...]]:
    rows = session.execute(
        select(Reminder, Account.name)
        .join(Account, Account.id == Reminder.sent_by)
        .where(Reminder.track_id.in_(track_ids))
        .order_by(Reminder.sent_at.desc())
    ).all()
    found: dict[int, tuple[ReminderRow, ...]] = defaultdict(tuple)
    for row, name in rows:
        found[row.track_id] += (ReminderRow(row.text, name, row.sent_at),)
    return found
