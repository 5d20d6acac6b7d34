"""The steward's board: assigned projects against departments, each cell the most urgent of its tracks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, selectinload

from approvals.domain.clock import Reading
from approvals.domain.states import CaseState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.queries.clocks import reading_of
from approvals.queries.paging import paged
from approvals.queries.standings import OPEN, ORDER, OVERDUE, Standing, loudness, standing_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Stage
from departments.models.people import Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version

PAGE_SIZE = 25


@dataclass(frozen=True)
class BoardFilter:
    """What the URL asks for; empty means everything."""

    words: str = ""
    stage: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True)
class BoardColumn:
    """A department that has at least one track on the page."""

    id: int
    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class BoardCell:
    """One project in one department: the loudest track stands for all `count` of them."""

    track: str
    standing: Standing
    reading: Reading | None
    count: int


@dataclass(frozen=True)
class BoardRow:
    """One assigned project; without a filed case it has no cells."""

    public_id: str
    name: str
    enterprise: str
    place: str
    green_channel: str
    stages: tuple[Stage, ...]
    cells: Mapping[int, BoardCell]

    @property
    def loudest(self) -> tuple[int, int]:
        """Sort key of the row: the project in the worst trouble comes first."""
        return min((loudness(cell.standing, cell.reading) for cell in self.cells.values()), default=(len(ORDER), 0))


@dataclass(frozen=True)
class Board:
    """One page of the board and the figures of all assigned projects."""

    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    stages: tuple[Stage, ...]
    matching: int
    projects: int
    open_tracks: int
    overdue: int
    worst: tuple[BoardColumn, ...]
    pages: int


@dataclass(frozen=True)
class _Placed:
    project_id: int
    department_id: int
    public_id: str
    standing: Standing
    reading: Reading | None


def steward_board(session: Session, actor: Actor, wanted: BoardFilter, *, today: dt.date) -> Board:
    """The board of a steward; `today` is the legal day the clocks are read on."""
    projects = session.execute(_projects(actor)).all()
    ids = [row.id for row in projects]
    cases = session.scalars(_cases(ids)).all()
    stages = _stages(session, cases)
    placed = _placed(session, ids, today)
    columns = _columns(session, {track.department_id for track in placed})
    rows = [_row(row, stages, [track for track in placed if track.project_id == row.id]) for row in projects]
    found = sorted((row for row in rows if _matches(row, wanted)), key=lambda row: row.loudest)
    page, pages = paged(wanted.page, len(found), PAGE_SIZE)
    shown = tuple(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    used = {department for row in shown for department in row.cells}
    late = Counter(track.department_id for track in placed if track.standing in OVERDUE)
    return Board(
        columns=tuple(column for column in columns if column.id in used),
        rows=shown,
        stages=_distinct(stage for found_stages in stages.values() for stage in found_stages),
        matching=len(found),
        projects=len(projects),
        open_tracks=sum(track.standing in OPEN for track in placed),
        overdue=sum(late.values()),
        worst=tuple(column for id_, _ in late.most_common(2) for column in columns if column.id == id_),
        pages=pages,
    )


def _projects(actor: Actor) -> Select[int, str, str, str, str, str]:
    return (
        select(Project.id, Project.public_id, Project.name, Project.place, Project.green_channel, Enterprise.name)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .where(Project.steward_id == actor.account_id)
        .order_by(Project.id.desc())
    )


def _cases(project_ids: list[int]) -> Select[Case]:
    return (
        select(Case)
        .where(Case.project_id.in_(project_ids), Case.state != CaseState.DRAFT)
        .order_by(Case.filed_at.desc())
    )


def _stages(session: Session, cases: Iterable[Case]) -> dict[int, tuple[Stage, ...]]:
    """The stages each project has filed, newest first, named as in the catalogue its case pinned."""
    cases = list(cases)
    catalogues = {id_: catalogue_version(session, id_) for id_ in {case.catalogue_version_id for case in cases}}
    found: dict[int, list[Stage]] = {}
    for case in cases:
        stage = catalogues[case.catalogue_version_id].stages[case.stage_code]
        found.setdefault(case.project_id, []).append(stage)
    return {project_id: _distinct(stages) for project_id, stages in found.items()}


def _distinct(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    return tuple({stage.code: stage for stage in stages}.values())


def _placed(session: Session, project_ids: list[int], today: dt.date) -> list[_Placed]:
    calendar = load_calendar(session)
    tracks = session.scalars(
        select(Track).where(Track.project_id.in_(project_ids)).options(selectinload(Track.pauses))
    ).all()
    readings = [(track, reading_of(track, track.pauses, calendar, today)) for track in tracks]
    placed = [
        _Placed(track.project_id, track.department_id, track.public_id, standing_of(track.state, reading), reading)
        for track, reading in readings
    ]
    return [track for track in placed if track.standing is not Standing.GONE]


def _columns(session: Session, ids: set[int]) -> tuple[BoardColumn, ...]:
    rows = session.execute(
        select(Department.id, Department.code, Department.name_zh, Department.name_en)
        .where(Department.id.in_(ids))
        .order_by(Department.id)
    )
    return tuple(BoardColumn(*row) for row in rows)


def _row(
    project: Row[int, str, str, str, str, str], stages: Mapping[int, tuple[Stage, ...]], tracks: list[_Placed]
) -> BoardRow:
    id_, public_id, name, place, green, enterprise = project
    cells: dict[int, BoardCell] = {}
    for department in {track.department_id for track in tracks}:
        here = [track for track in tracks if track.department_id == department]
        first = min(here, key=lambda track: loudness(track.standing, track.reading))
        cells[department] = BoardCell(first.public_id, first.standing, first.reading, len(here))
    return BoardRow(public_id, name, enterprise, place, green, stages.get(id_, ()), cells)


def _matches(row: BoardRow, wanted: BoardFilter) -> bool:
    words = wanted.words.casefold()
    return (
        (not words or words in row.name.casefold() or words in row.enterprise.casefold())
        and (not wanted.stage or wanted.stage in {stage.code for stage in row.stages})
        and (not wanted.standing or wanted.standing in {cell.standing.value for cell in row.cells.values()})
    )
