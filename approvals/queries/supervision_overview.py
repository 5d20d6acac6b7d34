"""The supervisor's overview: open tracks by light and department, and every overdue one. Statements do not grow."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, selectinload

from approvals.domain.clock import Reading
from approvals.domain.states import UNDECIDED, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.queries.clocks import reading_of
from approvals.queries.lateness import Lateness, LateTrack, lateness_of
from approvals.queries.paging import paged
from approvals.queries.scope import SUPERVISES, within
from approvals.queries.standings import OPEN, OVERDUE, Standing, loudness, standing_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account, Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 25

_Late = tuple[int, Reading, Standing]


@dataclass(frozen=True)
class DepartmentRow:
    """One department's open tracks, counted by standing."""

    id: int
    code: str
    name_zh: str
    name_en: str
    counts: Mapping[Standing, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def overdue(self) -> int:
        return sum(self.counts.get(standing, 0) for standing in OVERDUE)


@dataclass(frozen=True)
class OverdueRow:
    """A track past one of its limits: who holds it, and who follows the project."""

    track: str
    item: Item
    department_code: str
    department_zh: str
    department_en: str
    state: TrackState
    standing: Standing
    reading: Reading
    project: str
    place: str
    case_no: str
    officer: str
    steward: str
    last_move_at: dt.datetime
    late: Lateness | None = None


@dataclass(frozen=True)
class Overview:
    """The figures of every open track, and one page of the overdue ones, the worst first."""

    totals: Mapping[Standing, int]
    departments: tuple[DepartmentRow, ...]
    overdue: tuple[OverdueRow, ...]
    matching: int
    pages: int

    @property
    def open_tracks(self) -> int:
        return sum(self.totals.values())

    @property
    def overdue_tracks(self) -> int:
        return sum(self.totals.get(standing, 0) for standing in OVERDUE)


def supervision_overview(
    session: Session, *, actor: Actor, today: dt.date, department: str = "", page: int = 1
) -> Overview:
    """Open tracks of all departments of the actor's divisions; `department` (a code) narrows the overdue list only."""
    calendar = load_calendar(session)
    own = select(Project.id).where(within(actor, roles=SUPERVISES))
    tracks = session.scalars(
        select(Track).where(Track.state.in_(UNDECIDED), Track.project_id.in_(own)).options(selectinload(Track.pauses))
    ).all()
    read = [(track, reading_of(track, track.pauses, calendar, today)) for track in tracks]
    placed = [(track, reading, standing_of(track.state, reading)) for track, reading in read]
    open_ones = [one for one in placed if one[2] in OPEN]
    departments = _departments(session, open_ones)
    codes = {row.id: row.code for row in departments}
    late = [
        (track.id, reading, standing)
        for track, reading, standing in open_ones
        if standing in OVERDUE and reading is not None and (not department or codes[track.department_id] == department)
    ]
    late.sort(key=lambda one: loudness(one[2], one[1]))
    page, pages = paged(page, len(late), PAGE_SIZE)
    first = (page - 1) * PAGE_SIZE
    return Overview(
        totals=Counter(standing for _, _, standing in open_ones),
        departments=departments,
        overdue=_overdue(session, late[first : first + PAGE_SIZE], calendar),
        matching=len(late),
        pages=pages,
    )


def _departments(
    session: Session, open_ones: Iterable[tuple[Track, Reading | None, Standing]]
) -> tuple[DepartmentRow, ...]:
    counts: dict[int, Counter[Standing]] = {}
    for track, _, standing in open_ones:
        counts.setdefault(track.department_id, Counter())[standing] += 1
    rows = session.execute(
        select(Department.id, Department.code, Department.name_zh, Department.name_en).where(Department.id.in_(counts))
    )
    found = [DepartmentRow(*row, counts=counts[row.id]) for row in rows]
    return tuple(sorted(found, key=lambda row: (-row.overdue, -row.total, row.id)))


def _overdue(session: Session, late: list[_Late], calendar: WorkingCalendar) -> tuple[OverdueRow, ...]:
    officer, steward = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Track, Case, Project, Department, officer.name.label("officer"), steward.name.label("steward"))
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Department, Department.id == Track.department_id)
        .outerjoin(officer, officer.id == Track.assignee_id)
        .outerjoin(steward, steward.id == Project.steward_id)
        .where(Track.id.in_([id_ for id_, _, _ in late]))
    ).all()
    by_id = {row.Track.id: row for row in rows}
    told = lateness_of(session, (LateTrack(id_, by_id[id_].Track.state, said) for id_, said, _ in late), calendar)
    catalogues = {id_: catalogue_version(session, id_) for id_ in {row.Case.catalogue_version_id for row in rows}}
    return tuple(
        OverdueRow(
            track=row.Track.public_id,
            item=catalogues[row.Case.catalogue_version_id].items[row.Track.item_code],
            department_code=row.Department.code,
            department_zh=row.Department.name_zh,
            department_en=row.Department.name_en,
            state=row.Track.state,
            standing=standing,
            reading=reading,
            project=row.Project.name,
            place=row.Project.place,
            case_no=row.Case.case_no or "",
            officer=row.officer or "",
            steward=row.steward or "",
            last_move_at=row.Track.last_move_at,
            late=told.get(row.Track.id),
        )
        for row, reading, standing in ((by_id[id_], reading, standing) for id_, reading, standing in late)
    )
