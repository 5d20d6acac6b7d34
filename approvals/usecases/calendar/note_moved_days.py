"""What a new calendar did to one case: an event per day, the next alarm, and one notice to those concerned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.calendar_moves import Deadline
from approvals.domain.events import Tag
from approvals.models.cases import Case, Track
from approvals.models.watch import Duty
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.locking import locked_case
from approvals.usecases.duties import look_at
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def note_moved_days(*, claim: Claim, actor: Actor, now: dt.datetime) -> None:
    """Record and tell the moves that the claim carries; they were decided, and stored, when the year was published.

    A day that is kept below its count leaves an event and is told to nobody: nothing changed for them.
    """
    told = claim.payload
    with unit_of_work() as session:
        settle(session, claim, now)
        case, calendar = locked_case(session, told["case_id"]), load_calendar(session)
        moves: Sequence[Mapping[str, Any]] = told["moves"]
        tracks = _tracks(session, moves)
        for move in moves:
            _record(session, case, tracks.get(move["track"]), move, told, actor, now)
        for track in tracks.values():
            set_clock(track, track.pauses, calendar, now)
        set_receipt_clock(session, case, calendar)
        for duty in session.scalars(select(Duty).where(Duty.id.in_(_subjects(moves, Deadline.DUTY)))):
            duty.next_alarm_at = look_at(duty.due_on, calendar, local_day(now)) if duty.done_at is None else None
        moved = [move for move in moves if move["old"] != move["new"]]
        if moved:
            items = sorted({tracks[move["track"]].item_code for move in moved if move["track"] in tracks})
            tell(
                session, case, "calendar_moved", now=now, once=f"calendar:{told['draft']}", year=told["year"],
                notice=told["notice"], count=len(moved), items=items,
            )  # fmt: skip


def _tracks(session: Session, moves: Sequence[Mapping[str, Any]]) -> dict[int, Track]:
    ids = {move["track"] for move in moves if move["track"] is not None}
    return {track.id: track for track in session.scalars(select(Track).where(Track.id.in_(ids)).order_by(Track.id))}


def _subjects(moves: Sequence[Mapping[str, Any]], what: Deadline) -> set[int]:
    return {move["subject"] for move in moves if move["what"] == what.value}


def _record(
    session: Session,
    case: Case,
    track: Track | None,
    move: Mapping[str, Any],
    told: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """One event; `what` says which day, `counted_on` what the count alone gives when the told day holds above it."""
    facts = {"what": move["what"], "subject": move["subject"], "old_on": move["old"], "due_on": move["new"]}
    if move["counted"] != move["new"]:
        facts["counted_on"] = move["counted"]
    if move["what"] in (Deadline.STATUTORY.value, Deadline.COMMITTED.value):
        facts["clock"] = move["what"]
    if told["because"] and move["new"] < move["old"]:
        facts["because"] = told["because"]
    tag = Tag.DEADLINE_MOVED if move["old"] != move["new"] else Tag.DEADLINE_KEPT
    record(session, case, tag, actor=actor, now=now, track=track, notice=told["notice"], draft=told["draft"], **facts)
