"""What an admission does to its tracks, by the window or by silence of the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.case_flow import case_state
from approvals.domain.legal_days import promise_due_on
from approvals.domain.states import ENDED, LineState, Supply
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track, TrackUpstream
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialDemand
from approvals.usecases.framing import CaseFile
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.working_calendar import WorkingCalendar


def missing_papers(session: Session, track_ids: Collection[int]) -> dict[int, list[str]]:
    """Required papers that are neither there nor promised, by track: they stop an admission (Art. 32(4))."""
    rows = session.execute(
        select(MaterialDemand.track_id, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
        .outerjoin(
            CommitmentLine,
            (CommitmentLine.track_id == MaterialDemand.track_id)
            & (CommitmentLine.case_material_id == CaseMaterial.id)
            & (CommitmentLine.state == LineState.OPEN),
        )
        .where(
            MaterialDemand.track_id.in_(track_ids),
            MaterialDemand.is_required,
            ~MaterialDemand.is_upstream,
            CaseMaterial.supply.in_([Supply.MISSING, Supply.DEFERRED]),
            CommitmentLine.id.is_(None),
        )
        .order_by(CaseMaterial.id)
    )
    missing: dict[int, list[str]] = {}
    for track_id, code in rows:
        missing.setdefault(track_id, []).append(code)
    return missing


def admit(
    session: Session,
    file: CaseFile,
    chosen: Sequence[Track],
    calendar: WorkingCalendar,
    *,
    admitted_on: dt.date,
    now: dt.datetime,
    deemed: bool,
) -> list[CommitmentLine]:
    """Let the tracks of one case in and summarise it; returns the promise lines that now have a day."""
    lines = let_in(session, file, chosen, calendar, admitted_on=admitted_on, now=now, deemed=deemed)
    _summarise(session, file, calendar, admitted_on)
    return lines


def let_in(
    session: Session,
    file: CaseFile,
    chosen: Sequence[Track],
    calendar: WorkingCalendar,
    *,
    admitted_on: dt.date,
    now: dt.datetime,
    deemed: bool,
) -> list[CommitmentLine]:
    """Move the tracks to their departments and start the clocks; returns the promise lines that now have a day.

    An item behind an upstream result waits when the applicant consented, or when the result is needed for
    acceptance: its clock starts when the result comes, the stage clock runs meanwhile.
    """
    waiting = _waiting(session, file, chosen)
    lines = _date_promises(session, chosen, calendar, local_day(now))
    deferred = {line.track_id for line in lines}
    for track in chosen:
        behind = track.id in waiting
        track.state = next_state(track.state, "accept_behind_upstream" if behind else "accept")
        track.admitted_on, track.is_deferred, track.is_deemed = admitted_on, track.id in deferred, deemed
        track.accepted_on = None if behind else admitted_on
        track.version += 1
        track.last_move_at = now
        set_clock(track, [], calendar, now)
    return lines


def _date_promises(
    session: Session, chosen: Sequence[Track], calendar: WorkingCalendar, told_on: dt.date
) -> list[CommitmentLine]:
    """Give every promise of these items its last day, counted from the notice that names it.

    So also where the law accepted and the organ's clock runs from the receipt (fact sheet 2.2 rules 2, 8 and 10: day 0 is
    the date on the 容缺受理通知书; 1.5: the notice must say by when). What punishes the organ's silence (行政许可法
    32(4)) must not cost the applicant the days of which nobody could know that they ran; every promise of up to five
    days would be born broken.
    """
    lines = session.scalars(
        select(CommitmentLine).where(
            CommitmentLine.track_id.in_([one.id for one in chosen]), CommitmentLine.state == LineState.OPEN
        )
    ).all()
    committed = {one.id: one.committed_wd for one in chosen}
    for line in lines:
        line.due_on = promise_due_on(told_on, line.days_wd, committed[line.track_id] or line.days_wd, calendar)
    return list(lines)


def _waiting(session: Session, file: CaseFile, chosen: Sequence[Track]) -> set[int]:
    upstream = session.execute(
        select(TrackUpstream.track_id, TrackUpstream.needed_for, Track.state)
        .join(Track, Track.id == TrackUpstream.upstream_id)
        .where(TrackUpstream.track_id.in_([one.id for one in chosen]))
    ).all()
    return {
        row.track_id
        for row in upstream
        if row.state not in ENDED and (file.case.consents_upstream or row.needed_for == "acceptance")
    }


def _summarise(session: Session, file: CaseFile, calendar: WorkingCalendar, admitted_on: dt.date) -> None:
    """The case's own state, and its stage clock from the first admission (Art. 42 ¶2)."""
    set_receipt_clock(session, file.case, calendar)
    states = session.scalars(select(Track.state).where(Track.case_id == file.case.id)).all()
    file.case.state = case_state(states)
    if file.case.admitted_on is None:
        file.case.admitted_on = admitted_on
        theme = file.catalogue.themes[file.case.theme_code]
        file.case.stage_due_on = calendar.add(admitted_on, theme.joint_statutory_wd)
    else:
        set_stage_due(session, file.case, calendar)
