"""Items past their limit: what the department says for itself, what it still owes, and the remedy against doing nothing.

Asked only about items that are late, so a page without any pays nothing for it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Light, Reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import Change, DateReason, name_of
from approvals.domain.legal_days import InactionRemedy, inaction_remedy
from approvals.domain.states import DECIDED, RUNNING, TrackState
from approvals.models.dates import OverdueStatement
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department

_ANSWERABLE = RUNNING | DECIDED
"""Who withdrew or was terminated is late with nothing."""


@dataclass(frozen=True)
class LateTrack:
    """A track as far as lateness needs it; without a department no remedy is looked up."""

    id: int
    state: TrackState
    reading: Reading | None
    department_id: int | None = None


@dataclass(frozen=True)
class Statement:
    """The published reason why one clock was not kept."""

    clock: ClockName
    due_on: dt.date
    reason: DateReason
    words: str
    stated_on: dt.date


@dataclass(frozen=True)
class Remedy:
    """Where and until when the applicant may go while nothing is decided (行政复议法 20, 23(3), 24)."""

    days: InactionRemedy
    organs: tuple[str, ...]
    court: str

    def is_open(self, today: dt.date) -> bool:
        return today <= self.days.reconsideration_on


@dataclass(frozen=True)
class Lateness:
    """`unexplained`: the overdue clocks whose reason the department still owes, with their due day."""

    statements: tuple[Statement, ...]
    unexplained: tuple[tuple[ClockName, dt.date], ...]
    remedy: Remedy | None


def lateness_of(session: Session, tracks: Iterable[LateTrack], calendar: WorkingCalendar) -> Mapping[int, Lateness]:
    """The lateness of every track that is late or was decided late, by id; two statements at most, none for none."""
    late = {track.id: track for track in tracks if track.state in _ANSWERABLE and overdue_clocks(track.reading)}
    if not late:
        return {}
    stated = _statements(session, late)
    organs = _organs(session, late.values())
    return {track_id: _lateness(track, stated[track_id], organs, calendar) for track_id, track in late.items()}


def overdue_clocks(reading: Reading | None) -> tuple[tuple[ClockName, dt.date], ...]:
    """Each clock that is past its due day, or was when the item was decided."""
    clocks = reading.clocks if reading is not None else ()
    return tuple((one.clock, one.not_before) for one in clocks if one.overdue_by > 0)


def _lateness(
    track: LateTrack, statements: list[Statement], organs: Mapping[int, Department], calendar: WorkingCalendar
) -> Lateness:
    overdue = overdue_clocks(track.reading)
    told = {(one.clock, one.due_on) for one in statements}
    remedy = None
    organ = organs.get(track.department_id or 0)
    undecided = track.reading is not None and track.reading.light is not Light.DECIDED
    by_law = dict(overdue).get(ClockName.STATUTORY)
    if organ is not None and by_law is not None and undecided and organ.reconsideration:
        remedy = Remedy(inaction_remedy(by_law, calendar), tuple(organ.reconsideration), organ.court)
    return Lateness(tuple(statements), tuple(one for one in overdue if one not in told), remedy)


def _statements(session: Session, track_ids: Collection[int]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = defaultdict(list)
    for row in session.scalars(
        select(OverdueStatement).where(OverdueStatement.track_id.in_(track_ids)).order_by(OverdueStatement.id)
    ):
        reason = name_of(Change.OVERDUE, row.reason_code)
        found[row.track_id].append(Statement(ClockName(row.clock), row.due_on, reason, row.text, row.stated_on))
    return found


def _organs(session: Session, tracks: Iterable[LateTrack]) -> dict[int, Department]:
    wanted = {
        track.department_id
        for track in tracks
        if track.department_id is not None and ClockName.STATUTORY in dict(overdue_clocks(track.reading))
    }
    if not wanted:
        return {}
    return {one.id: one for one in session.scalars(select(Department).where(Department.id.in_(wanted)))}
