"""The tracks of one case as its applicant, or anybody with the progress code, reads them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading
from approvals.domain.reapplying import AGAIN
from approvals.domain.states import ENDED, TrackState
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import reading_of
from approvals.queries.lateness import Lateness, LateTrack, lateness_of
from departments.domain.catalogue import Catalogue, Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department


@dataclass(frozen=True)
class PauseLine:
    """A pause, open while `resumed_on` is None; `planned_resume_on` is what the department expects."""

    kind: str
    basis: str
    reason: str
    started_on: dt.date
    planned_resume_on: dt.date
    resumed_on: dt.date | None
    stops_statutory: bool


@dataclass(frozen=True)
class TrackLine:
    """One item in the hands of one department; `reading` is None until its clock has started."""

    id: int
    public_id: str
    item: Item
    department_id: int
    name_zh: str
    name_en: str
    phone: str
    address: str
    state: TrackState
    is_deferred: bool
    receipt_on: dt.date | None
    admitted_on: dt.date | None
    accepted_on: dt.date | None
    decided_on: dt.date | None
    ended_at: dt.datetime | None
    committed_wd: int | None
    statutory_days: int | None
    statutory_unit: str
    last_move: str
    last_move_at: dt.datetime
    reading: Reading | None
    pauses: tuple[PauseLine, ...]
    late: Lateness | None = None

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    @property
    def can_be_reapplied(self) -> bool:
        """It ended without a grant: the same may be asked for again in a new filing."""
        return self.state in AGAIN

    @property
    def open_pause(self) -> PauseLine | None:
        """The pause that holds the track now, if one does."""
        return next((pause for pause in self.pauses if pause.resumed_on is None), None)


def tracks_of(
    session: Session, case_id: int, catalogue: Catalogue, calendar: WorkingCalendar, today: dt.date
) -> tuple[TrackLine, ...]:
    """Every track of a case in catalogue order, in two statements."""
    return tracks_of_cases(session, {case_id: catalogue}, calendar, today).get(case_id, ())


def tracks_of_cases(
    session: Session, catalogues: dict[int, Catalogue], calendar: WorkingCalendar, today: dt.date
) -> dict[int, tuple[TrackLine, ...]]:
    """The tracks of several cases, each read with the catalogue its case pins; two statements, two more for late ones."""
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in session.scalars(
        select(Pause).join(Track, Track.id == Pause.track_id).where(Track.case_id.in_(catalogues)).order_by(Pause.id)
    ):
        pauses[pause.track_id].append(pause)
    found: dict[int, list[TrackLine]] = defaultdict(list)
    rows = session.execute(
        select(Track, Department)
        .join(Department, Department.id == Track.department_id)
        .where(Track.case_id.in_(catalogues))
        .order_by(Track.id)
    )
    for track, department in rows:
        item = catalogues[track.case_id].items[track.item_code]
        found[track.case_id].append(_line(track, department, item, pauses[track.id], calendar, today))
    late = lateness_of(
        session,
        (LateTrack(one.id, one.state, one.reading, one.department_id) for lines in found.values() for one in lines),
        calendar,
    )
    told = {case_id: [replace(one, late=late.get(one.id)) for one in lines] for case_id, lines in found.items()}
    return {case_id: _in_order(lines, catalogues[case_id]) for case_id, lines in told.items()}


def _in_order(lines: list[TrackLine], catalogue: Catalogue) -> tuple[TrackLine, ...]:
    place = {code: number for number, code in enumerate(catalogue.items)}
    return tuple(sorted(lines, key=lambda line: place[line.item.code]))


def _line(
    track: Track,
    department: Department,
    item: Item,
    pauses: Sequence[Pause],
    calendar: WorkingCalendar,
    today: dt.date,
) -> TrackLine:
    return TrackLine(
        id=track.id, public_id=track.public_id, item=item,
        department_id=department.id, name_zh=department.name_zh, name_en=department.name_en,
        phone=department.phone, address=department.address,
        state=track.state, is_deferred=track.is_deferred,
        receipt_on=track.receipt_on, admitted_on=track.admitted_on, accepted_on=track.accepted_on,
        decided_on=track.decided_on, ended_at=track.ended_at, committed_wd=track.committed_wd,
        statutory_days=track.statutory_days, statutory_unit=track.statutory_unit,
        last_move=track.last_move, last_move_at=track.last_move_at,
        reading=reading_of(track, pauses, calendar, today),
        pauses=tuple(
            PauseLine(
                pause.kind, pause.basis, pause.reason, pause.started_on, pause.planned_resume_on,
                pause.resumed_on, pause.stops_statutory,
            )
            for pause in pauses
        ),
    )  # fmt: skip
