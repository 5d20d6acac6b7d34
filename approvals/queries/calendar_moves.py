"""Every running deadline that a new calendar moves, in a constant number of statements and without holding them all.

Only a day at or after the first changed day can move: what ends before it was counted without it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from approvals.domain.calendar_moves import Change, Deadline, Move
from approvals.domain.clock_facts import ClockName, PauseFact, pause_end
from approvals.domain.duties import DutyKind
from approvals.domain.legal_days import notice_due_on
from approvals.domain.states import LineState, NoticeState, TrackState
from approvals.models.cases import Case, Decision, Pause, Track
from approvals.models.letters import OutsideResult
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.models.watch import Duty
from approvals.queries.clocks import facts_of
from approvals.queries.stage_clock import stage_dues
from departments.domain.catalogue_words import Unit

BATCH = 1000
FROM_THE_RESULT = (DutyKind.DELIVERY.value, DutyKind.DISCLOSURE.value)
_RUNNING = (Track.ended_at.is_(None), Track.decided_on.is_(None), Track.accepted_on.is_not(None))


def moves(session: Session, change: Change) -> Iterator[Move]:
    """Every deadline whose day changes, or would without its floor; always in the same order."""
    changed = change.changed_days()
    if not changed:
        return
    first = changed[0].day
    yield from _clocks(session, change, first)
    yield from _stages(session, change, first)
    yield from _notices(session, change, first)
    yield from _corrections(session, change, first)
    yield from _promises(session, change, first)
    yield from _pauses(session, change, first)
    yield from _duties(session, change, first)


def open_cases() -> Select[int]:
    """The cases on which anything may run: whoever publishes locks them, in this order, before counting."""
    return select(Case.id).where(Case.concluded_at.is_(None)).order_by(Case.id)


def _clocks(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    chosen = (*_RUNNING, or_(Track.statutory_due_on >= first, Track.committed_due_on >= first))
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in session.scalars(select(Pause).where(exists().where(Track.id == Pause.track_id, *chosen))):
        pauses[pause.track_id].append(pause)
    statement = select(Track).where(*chosen).order_by(Track.id).execution_options(yield_per=BATCH)
    for track in session.scalars(statement):
        facts = facts_of(track, pauses.get(track.id, ()))
        if facts is None:
            continue
        for clock, old_on in (
            (ClockName.STATUTORY, track.statutory_due_on),
            (ClockName.COMMITTED, track.committed_due_on),
        ):
            if move := change.clock_move(facts, clock, track.case_id, track.id, old_on):
                yield move


def _stages(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    chosen = select(Case).where(Case.concluded_at.is_(None), Case.stage_due_on >= first).order_by(Case.id)
    last = 0
    while cases := session.scalars(chosen.where(Case.id > last).limit(BATCH)).all():
        last = cases[-1].id
        dues = stage_dues(session, cases, change.after, floors=not change.allow_earlier)
        for case in cases:
            old_on, counted = case.stage_due_on, dues[case.id]
            if old_on is None or counted is None:
                continue
            if move := change.move(Deadline.STAGE, case.id, None, case.id, old_on, counted):
                yield move
        if len(cases) < BATCH:
            return


def _notices(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    unanswered = exists().where(Track.case_id == Case.id, Track.state == TrackState.FILED)
    rows = session.execute(
        select(Case.id, Case.receipt_on, Case.notice_due_on)
        .where(Case.receipt_on.is_not(None), Case.notice_due_on >= first, unanswered)
        .order_by(Case.id)
    )
    for case_id, received, old_on in rows:
        if received is None or old_on is None:
            continue
        counted = notice_due_on(received, change.after)
        if move := change.move(Deadline.NOTICE, case_id, None, case_id, old_on, counted):
            yield move


def _corrections(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    rows = session.execute(
        select(CorrectionNotice.id, CorrectionNotice.case_id, CorrectionNotice.issued_on, CorrectionNotice.respond_by)
        .where(CorrectionNotice.state == NoticeState.OPEN, CorrectionNotice.respond_by >= first)
        .order_by(CorrectionNotice.id)
    )
    for notice_id, case_id, issued, old_on in rows:
        if move := change.move(Deadline.CORRECTION, case_id, None, notice_id, old_on, change.recount(issued, old_on)):
            yield move


def _promises(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    rows = session.execute(
        select(CommitmentLine.id, Track.case_id, Track.id.label("track_id"), Track.admitted_on, Track.committed_wd,
               CommitmentLine.days_wd, CommitmentLine.due_on)
        .join(Track, Track.id == CommitmentLine.track_id)
        .where(CommitmentLine.state == LineState.OPEN, CommitmentLine.due_on >= first, Track.ended_at.is_(None))
        .where(CommitmentLine.settlement == "")  # a day that a person set for force majeure is no count
        .where(Track.admitted_on.is_not(None))
        .order_by(CommitmentLine.id)
    )  # fmt: skip
    for row in rows:
        committed = row.committed_wd or row.days_wd
        counted = change.recount_promise(row.admitted_on, row.days_wd, committed, row.due_on)
        if move := change.move(Deadline.PROMISE, row.case_id, row.track_id, row.id, row.due_on, counted):
            yield move


def _pauses(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    rows = session.execute(
        select(Pause.id, Track.case_id, Track.id.label("track_id"), Pause.started_on, Pause.length_days,
               Pause.length_unit, Pause.planned_resume_on)
        .join(Track, Track.id == Pause.track_id)
        .where(Pause.resumed_on.is_(None), Pause.planned_resume_on >= first, Track.ended_at.is_(None))
        .order_by(Pause.id)
    )  # fmt: skip
    for row in rows:
        told = PauseFact(row.started_on, cap_days=row.length_days, cap_unit=Unit(row.length_unit))
        counted, old_on = pause_end(told, change.after) or row.started_on, row.planned_resume_on
        if move := change.move(Deadline.PAUSE, row.case_id, row.track_id, row.id, old_on, counted):
            yield move


def _duties(session: Session, change: Change, first: dt.date) -> Iterator[Move]:
    rows = session.execute(
        select(
            Duty.id, Duty.case_id, Duty.track_id, func.coalesce(OutsideResult.dated_on, Track.decided_on), Duty.due_on
        )
        .join(Track, Track.id == Duty.track_id)
        .outerjoin(Decision, and_(Decision.track_id == Duty.track_id, Decision.round == Duty.round))
        # what another system made owes from its own day; what is checked after a grant counts from the signature
        .outerjoin(
            OutsideResult, and_(OutsideResult.proposal_id == Decision.proposal_id, Duty.kind.in_(FROM_THE_RESULT))
        )
        .where(Duty.done_at.is_(None), Duty.due_on >= first, Track.decided_on.is_not(None))
        .order_by(Duty.id)
    )
    for duty_id, case_id, track_id, decided, old_on in rows:
        counted = change.recount(decided, old_on)
        if move := change.move(Deadline.DUTY, case_id, track_id, duty_id, old_on, counted):
            yield move
