"""Items that stay undecided are asked for what the new answers want of them, and keep everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.plan import PlannedItem
from approvals.domain.states import UNDECIDED, LineState, Supply
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialDemand
from approvals.queries.clocks import is_of_round, reading_of
from approvals.usecases.amendments.moving import Move
from approvals.usecases.enterprise.filing_rows import add_demands, without_promise
from approvals.usecases.timing import set_clock
from departments.domain.catalogue import Demand


def replan(session: Session, move: Move, tracks: Mapping[str, Track], papers: dict[str, CaseMaterial]) -> None:
    """Add the demands that are new, drop those that are gone (and what was promised for them), move the limits.

    The verdicts on papers that are still wanted stand.
    """
    staying = {
        item.code: item
        for item in move.planned.items
        if item.code in tracks and item.code not in move.made.coming and tracks[item.code].state in UNDECIDED
    }
    by_id = {tracks[code].id: code for code in staying}
    codes = {row.id: code for code, row in papers.items()}
    there: dict[str, dict[str, MaterialDemand]] = {code: {} for code in staying}
    for row in session.scalars(select(MaterialDemand).where(MaterialDemand.track_id.in_(list(by_id)))):
        there[by_id[row.track_id]][codes[row.case_material_id]] = row
    fresh = []
    for code, item in staying.items():
        fresh.append(replace(item, demands=_compare(session, item, there[code])))
        _move_limits(tracks[code], item, move)
    add_demands(session, replace(move.planned, items=tuple(fresh)), dict(tracks), papers)
    session.flush()
    _end_empty_promises(session, papers)


def _compare(session: Session, item: PlannedItem, there: Mapping[str, MaterialDemand]) -> tuple[Demand, ...]:
    """The demands that are new; of the others only whether they are required may differ."""
    wanted = {demand.material: demand for demand in item.demands}
    for code, row in there.items():
        if code in wanted:
            row.is_required = wanted[code].required
        else:
            _drop(session, row)
    return tuple(demand for code, demand in wanted.items() if code not in there)


def _drop(session: Session, row: MaterialDemand) -> None:
    """Nothing is owed any more for a paper that is not wanted; the paper itself stays with the case."""
    session.execute(
        update(CommitmentLine)
        .where(
            CommitmentLine.track_id == row.track_id,
            CommitmentLine.case_material_id == row.case_material_id,
            CommitmentLine.state.in_([LineState.OPEN, LineState.BROKEN, LineState.VOUCHED]),
        )
        .values(state=LineState.RELEASED)
    )
    session.execute(delete(MaterialDemand).where(MaterialDemand.id == row.id))


def _move_limits(track: Track, item: PlannedItem, move: Move) -> None:
    """The limits that the new answers choose. A clock that runs gets them unless its last day would be over by that:
    nobody is late because of what was agreed today.
    """
    former = (track.statutory_days, track.statutory_unit, track.committed_wd)
    track.statutory_days, track.statutory_unit = item.statutory.days, item.statutory.unit.value
    track.committed_wd, track.version = item.committed_wd, track.version + 1
    if former == (track.statutory_days, track.statutory_unit, track.committed_wd) or track.accepted_on is None:
        return
    pauses, today = [pause for pause in track.pauses if is_of_round(track, pause)], local_day(move.now)
    reading = reading_of(track, pauses, move.file.calendar, today)
    dues = (reading.statutory, reading.committed) if reading else ()
    if any(clock is not None and clock.due_on is not None and clock.due_on < today for clock in dues):
        track.statutory_days, track.statutory_unit, track.committed_wd = former
    set_clock(track, pauses, move.file.calendar, move.now)


def _end_empty_promises(session: Session, papers: Mapping[str, CaseMaterial]) -> None:
    """A paper that was to follow later and is promised to nobody any more is simply missing."""
    owed = set(
        session.scalars(
            select(CommitmentLine.case_material_id).where(
                CommitmentLine.case_material_id.in_([row.id for row in papers.values()]),
                CommitmentLine.state.in_([LineState.OPEN, LineState.BROKEN]),
            )
        )
    )
    for row in papers.values():
        if row.supply is Supply.DEFERRED and row.id not in owed:
            row.supply = without_promise(session, row)
