"""The tracks of a department as rows of a queue: the open ones whole, the finished ones by page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading
from approvals.domain.outcome import Blocker
from approvals.domain.states import WITH_DEPARTMENT, TrackState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Pause, Track
from approvals.queries.clocks import reading_of
from approvals.queries.lateness import Lateness
from approvals.queries.standings import Standing, standing_of
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class PaperCount:
    """Required papers of an item, and how many of them are there and accepted."""

    ready: int = 0
    wanted: int = 0


@dataclass(frozen=True)
class QueueRow:
    """One track in a queue. `papers`, `blockers` and `late` are filled for the rows of the shown page only."""

    id: int
    track: str
    version: int
    item: Item
    project: str
    enterprise: str
    case_no: str
    state: TrackState
    reading: Reading | None
    assignee: str
    is_mine: bool
    received_on: dt.date | None
    ended_at: dt.datetime | None
    last_move: str
    last_move_at: dt.datetime
    papers: PaperCount = PaperCount()
    blockers: tuple[Blocker, ...] = ()
    late: Lateness | None = None
    may_sign: bool = False
    green_channel: str = ""

    @property
    def standing(self) -> Standing:
        """The clock and the state folded into one word."""
        return standing_of(self.state, self.reading)


def open_work(session: Session, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> list[QueueRow]:
    """Every open track of the actor's departments, unsorted; four statements and one per catalogue version in use."""
    mine = Track.department_id.in_(actor.department_ids) & Track.state.in_(WITH_DEPARTMENT)
    return rows_of(session, session.execute(select_rows().where(mine)).all(), mine, actor, calendar, today)


def select_rows() -> Select[Track, str | None, int, str, str, str, str]:
    return (
        select(
            Track,
            Case.case_no,
            Case.catalogue_version_id,
            Project.name,
            Project.green_channel,
            Enterprise.name,
            Account.name,
        )
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Track.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Account, Account.id == Track.assignee_id)
    )


def ended_work(actor: Actor) -> ColumnElement[bool]:
    """What this department has finished: it was admitted once and is not open any more."""
    return (
        Track.department_id.in_(actor.department_ids)
        & Track.admitted_on.is_not(None)
        & Track.state.not_in(WITH_DEPARTMENT | {TrackState.FILED, TrackState.CORRECTION_OPEN})
    )


def rows_of(
    session: Session,
    found: Sequence[Row[Track, str | None, int, str, str, str, str]],
    where: ColumnElement[bool],
    actor: Actor | None,
    calendar: WorkingCalendar,
    today: dt.date,
) -> list[QueueRow]:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in session.scalars(select(Pause).join(Track, Track.id == Pause.track_id).where(where).order_by(Pause.id)):
        pauses[pause.track_id].append(pause)
    items = {version: catalogue_version(session, version).items for version in {row[2] for row in found}}
    return [
        QueueRow(
            id=track.id,
            track=track.public_id,
            version=track.version,
            item=items[version][track.item_code],
            project=project,
            enterprise=enterprise,
            case_no=case_no or "",
            state=track.state,
            reading=reading_of(track, pauses[track.id], calendar, today),
            assignee=assignee or "",
            is_mine=actor is not None and track.assignee_id == actor.account_id,
            received_on=track.accepted_on or track.admitted_on,
            ended_at=track.ended_at,
            last_move=track.last_move,
            last_move_at=track.last_move_at,
            may_sign=actor is not None and actor.is_at(Role.HEAD, track.department_id),
            green_channel=green_channel,
        )
        for track, case_no, version, project, green_channel, enterprise, assignee in found
    ]
