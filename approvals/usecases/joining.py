"""What follows when a track has ended: those that waited run, papers go downstream, and the case may conclude."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.case_flow import case_state
from approvals.domain.events import Tag
from approvals.domain.states import ENDED, GRANTED, CaseState, LineState, Supply, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Track, TrackUpstream
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialVersion
from approvals.queries.packages import answered_by
from approvals.usecases.calling_orders import HAS_ORDER, call_orders
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Issued
from approvals.usecases.journal import record, tell
from approvals.usecases.stage_timing import WAS_HELD, set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import WorkingCalendar

_TRACKS = Track.__table__
_STATES = select(_TRACKS.c.id, _TRACKS.c.state, WAS_HELD.label("was_held"), HAS_ORDER.label("has_order")).where(
    _TRACKS.c.case_id == bindparam("case_id")
)


def hand_down(session: Session, file: CaseFile, track: Track, document: Issued, now: dt.datetime) -> None:
    """Give a granted result to every case of the project that waits for it as a paper (Art. 44: as soon as it is signed)."""
    produced = [code for code, material in file.catalogue.materials.items() if track.item_code in material.producers]
    if not produced:
        return
    papers = _waiting_papers(session, file, produced)
    newest = (
        select(MaterialVersion.case_material_id, func.max(MaterialVersion.number))
        .where(MaterialVersion.case_material_id.in_([paper.id for paper in papers]))
        .group_by(MaterialVersion.case_material_id)
    )
    last = {paper_id: number for paper_id, number in session.execute(newest)}
    for paper in papers:
        paper.supply, number = Supply.UPSTREAM, last.get(paper.id, 0) + 1
        session.add(
            MaterialVersion(
                case_material_id=paper.id, number=number, document_id=document.id, supplied_by=None, supplied_at=now
            )
        )
    mine = [paper.id for paper in papers if paper.case_id == file.case.id]
    if mine:
        facts: dict[str, Any] = {"papers": mine, "document": document.id}
        record(session, file.case, Tag.PAPER_HANDED_DOWN, actor=SYSTEM, now=now, track=track, **facts)


def _waiting_papers(session: Session, file: CaseFile, produced: Sequence[str]) -> Sequence[CaseMaterial]:
    """The papers that lack this result, in every running case of the project or, of a package, of its members too; a
    draft gets it when it is filed.

    Only this case is locked. The rows are, because the applicant may be uploading the paper in another one.
    """
    return session.scalars(
        select(CaseMaterial)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(
            Case.project_id == file.project.id if not file.members else Case.project_id.in_(answered_by(file.project)),
            Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]),
            CaseMaterial.material_code.in_(produced),
            CaseMaterial.supply.in_([Supply.UPSTREAM, Supply.MISSING, Supply.DEFERRED]),
        )
        .order_by(CaseMaterial.id)
        .with_for_update(of=CaseMaterial, key_share=True)
    ).all()


def _release(
    session: Session, case: Case, tracks: Sequence[Track], ended: Track, calendar: WorkingCalendar, now: dt.datetime
) -> None:
    """Start the clocks of tracks whose last upstream result has just come: they count as filed today."""
    by_id = {track.id: track for track in tracks}
    waits = session.execute(
        select(TrackUpstream.track_id, TrackUpstream.upstream_id).where(TrackUpstream.track_id.in_(list(by_id)))
    ).all()
    for track in tracks:
        upstream = [by_id[row.upstream_id] for row in waits if row.track_id == track.id and row.upstream_id in by_id]
        concerned = any(one.id == ended.id for one in upstream)
        if (
            track.state is not TrackState.AWAITING_UPSTREAM
            or not concerned
            or any(one.state not in ENDED for one in upstream)
        ):
            continue
        verb = "upstream_ended_assigned" if track.assignee_id else "upstream_ended"
        track.state = next_state(track.state, verb)
        track.receipt_on = track.accepted_on = local_day(now)
        track.version += 1
        set_clock(track, [], calendar, now)
        record(session, case, Tag.TRACK_RELEASED_UPSTREAM, actor=SYSTEM, now=now, track=track, upstream=ended.item_code)
        tell(session, case, "track_released", now=now, track=track)


def _free_promises(session: Session, track_ids: Sequence[int]) -> None:
    """Nothing is owed any more to an item that ended without a grant; a granted one has no open promise."""
    if track_ids:
        session.execute(
            update(CommitmentLine)
            .where(
                CommitmentLine.track_id.in_(track_ids), CommitmentLine.state.in_([LineState.OPEN, LineState.VOUCHED])
            )
            .values(state=LineState.RELEASED)
        )


def join(session: Session, case: Case, ended: Sequence[Track], calendar: WorkingCalendar, now: dt.datetime) -> None:
    """After tracks of a locked case ended: release those behind them, recompute the case, conclude it once."""
    for track in ended:
        track.ended_at = now
        track.next_alarm_at = None
        track.light = "decided"
    _free_promises(session, [track.id for track in ended if track.state not in GRANTED])
    rows = session.execute(_STATES, {"case_id": case.id}).all()
    states = {row.id: row.state for row in rows} | {track.id: track.state for track in ended}
    if rows[0].has_order:
        call_orders(session, case, ended, now)
    if TrackState.AWAITING_UPSTREAM in states.values():
        tracks = session.scalars(select(Track).where(Track.case_id == case.id).order_by(Track.id)).all()
        for track in ended:
            _release(session, case, tracks, track, calendar, now)
        states = {track.id: track.state for track in tracks}
    state = case_state(list(states.values()))
    if state is case.state:
        set_stage_due(session, case, calendar, was_held=rows[0].was_held)
        return
    case.state = state
    if state in (CaseState.CONCLUDED, CaseState.WITHDRAWN, CaseState.CLOSED):
        case.concluded_at = now
        case.next_alarm_at = None
        record(session, case, Tag.CASE_CONCLUDED, actor=SYSTEM, now=now, state=state.value)
        tell(session, case, "case_concluded", now=now)
