"""更正受理日: the window puts right the day a notice of acceptance gave, and issues the true notice in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move, delays, from_acceptance
from approvals.domain.date_reasons import Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.letters.dates import Replaced
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState
from approvals.models.cases import Track
from approvals.models.letters import Document
from approvals.models.papers import CommitmentLine
from approvals.queries.acceptance_days import acceptance_moves, later_promise, notice_in_force, tracks_of_notice
from approvals.queries.clocks import facts_of
from approvals.queries.stage_clock import stage_dues
from approvals.usecases.desk import checked_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.moved_days import Why, note_correction, replace_letters, told_days
from approvals.usecases.timing import set_clock
from approvals.usecases.window.acceptance_letter import issue_acceptance
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def correct_acceptance(
    *,
    case: str,
    notice: str,
    accepted_on: dt.date,
    reason_code: str,
    reason: str,
    basis: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Give every undecided item of the notice the true day: both clocks, the promises and the stage clock follow.

    Items that ended keep their day. A deferred paper is never due earlier than the applicant was told. Raises the
    refusals of `accept_facts`, Invalid of `require_reason`, NotFound, Stale when the notice was replaced meanwhile.
    """
    with unit_of_work() as session:
        row = checked_case(session, case, actor)
        file, calendar, today = open_file(session, row), load_calendar(session), local_day(now)
        former = notice_in_force(session, row.id, notice)
        found = _moved(session, former, accepted_on, calendar, today)
        why = _why(found, reason_code, reason, basis)
        tracks = [one for one in tracks_of_notice(session, former.id) if one.id in found]
        old_on = tracks[0].admitted_on
        lines = _follow(session, tracks, accepted_on, calendar)
        moved = _put_right(session, tracks, found, accepted_on, why, calendar, actor, now)
        _restart_stage(session, file, calendar)
        told: dict[str, Any] = {"items": [one.item_code for one in tracks], "accepted_on": accepted_on.isoformat()}
        facts = told | {"old_on": old_on.isoformat() if old_on else None, "reason": why.chosen.code, "moved": moved}
        record(session, row, Tag.ACCEPTANCE_CORRECTED, actor=actor, now=now, **facts)
        said = _replaces(former, old_on, accepted_on, why)
        issued = issue_acceptance(session, file, tracks, lines, calendar, actor=actor, now=now, replaces=said)
        replace_letters([former], issued)
        tell(session, row, "acceptance_corrected", now=now, **told)


def _moved(
    session: Session, former: Document, accepted_on: dt.date, calendar: WorkingCalendar, today: dt.date
) -> dict[int, tuple[Move, ...]]:
    found = acceptance_moves(session, former.id, accepted_on, calendar, today)
    if not found:
        raise Refusal("already_decided")
    return found


def _why(found: dict[int, tuple[Move, ...]], code: str, words: str, basis: str) -> Why:
    late = delays([move for moved in found.values() for move in moved])
    return Why(require_reason(Change.ACCEPTANCE, code, words, basis, delays=late), words.strip(), basis.strip())


def _replaces(former: Document, old_on: dt.date | None, new_on: dt.date, why: Why) -> Replaced:
    return Replaced(
        number=former.number, what="acceptance", old_on=old_on, new_on=new_on,
        reason=why.in_words, reason_en=why.chosen.name_en,
    )  # fmt: skip


def _follow(
    session: Session, tracks: Sequence[Track], accepted_on: dt.date, calendar: WorkingCalendar
) -> Sequence[CommitmentLine]:
    """Open promises count from the true day, but never end before the day that was promised."""
    by_id = {track.id: track for track in tracks}
    lines = session.scalars(
        select(CommitmentLine).where(CommitmentLine.track_id.in_(list(by_id)), CommitmentLine.state == LineState.OPEN)
    ).all()
    for line in lines:
        line.due_on = later_promise(line, by_id[line.track_id], accepted_on, calendar)
    return lines


def _put_right(
    session: Session,
    tracks: Sequence[Track],
    found: dict[int, tuple[Move, ...]],
    accepted_on: dt.date,
    why: Why,
    calendar: WorkingCalendar,
    actor: Actor,
    now: dt.datetime,
) -> dict[str, Any]:
    """The day on each track; one that waits for another, or began when that one ended, keeps its own clock."""
    told: dict[str, Any] = {}
    for track in tracks:
        moved, days = found[track.id], (track.admitted_on, accepted_on)
        clocks = _restarted(track) if moved else ()
        note_correction(session, track, "acceptance", days, moved, clocks=clocks, why=why, actor=actor, now=now)
        if moved:
            track.accepted_on = accepted_on
            told[track.item_code] = told_days(moved)
        track.admitted_on = accepted_on
        track.version += 1
        set_clock(track, track.pauses, calendar, now)
    return told


def _restarted(track: Track) -> tuple[ClockName, ...]:
    facts = facts_of(track, track.pauses)
    return from_acceptance(facts) if facts is not None else ()


def _restart_stage(session: Session, file: CaseFile, calendar: WorkingCalendar) -> None:
    """The stage clock runs from the first acceptance of the case (Art. 42 ¶2)."""
    session.flush()
    first = session.scalar(select(func.min(Track.admitted_on)).where(Track.case_id == file.case.id))
    if first is None or first == file.case.admitted_on:
        return
    file.case.admitted_on, file.case.stage_floor_on = first, None
    file.case.stage_due_on = stage_dues(session, [file.case], calendar)[file.case.id]
