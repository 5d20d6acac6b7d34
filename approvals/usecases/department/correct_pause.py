"""补录恢复日: the days of a special procedure are put right after the fact, and the applicant gets the true letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.date_change import Move, delays, moves, pause_facts, stopped_by
from approvals.domain.date_reasons import Change, require_reason
from approvals.domain.events import Tag
from approvals.domain.letters.dates import Replaced
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Pause, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.queries.clocks import facts_of, is_of_round, pause_fact
from approvals.usecases.department.resuming import issue_resume_notice
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.moved_days import Why, note_correction, replace_letters, told_days
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.domain.permissions import may_at
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class PauseDays:
    """The true days of a pause; `conclusion` is what came of it, asked of a pause that was still open."""

    started_on: dt.date
    resumed_on: dt.date
    conclusion: str = ""

    @property
    def told(self) -> dict[str, str]:
        """Both days, for the event."""
        return {"started_on": self.started_on.isoformat(), "resumed_on": self.resumed_on.isoformat()}


def correct_pause(
    *,
    track: str,
    version: int,
    pause: int,
    days: PauseDays,
    reason_code: str,
    reason: str,
    basis: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Close a pause in the past, or give a closed one its true days; the clock is as if they had been recorded at once.

    What gives the organ more time is the head's to confirm: Refusal 'delay_by_head'. Raises the refusals of
    `pause_facts`, Invalid of `require_reason` or for no conclusion, NotFound for another track's pause, Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        row.state, calendar = next_state(row.state, "correct_date"), load_calendar(session)
        stop, moved = _moved(row, pause, days, calendar, local_day(now))
        chosen = require_reason(Change.PAUSE, reason_code, reason, basis, delays=delays(moved))
        if delays(moved) and not may_at(actor, "decide", row.department_id):
            raise Refusal("delay_by_head")
        why = Why(chosen, reason.strip(), basis.strip())
        former, replaces = _former(session, row, stop, days, why)
        _put_right(session, row, stop, days, moved, why, actor, now)
        set_clock(row, row.pauses, calendar, now)
        set_stage_due(session, case, calendar)
        facts = {"pause": stop.id, "reason": chosen.code, "moved": told_days(moved), **days.told}
        record(session, case, Tag.PAUSE_CORRECTED, actor=actor, now=now, track=row, **facts)
        file = open_file(session, case)
        issued = issue_resume_notice(session, file, row, stop, calendar, actor=actor, now=now, replaces=replaces)
        replace_letters(former, issued)
        tell(session, case, "pause_corrected", now=now, track=row, resumed_on=days.resumed_on.isoformat())


def _moved(
    track: Track, pause: int, days: PauseDays, calendar: WorkingCalendar, today: dt.date
) -> tuple[Pause, tuple[Move, ...]]:
    """The pause, and what moves by its true days; refused when they cannot be."""
    place = next((at for at, one in enumerate(track.pauses) if one.id == pause), None)
    before = facts_of(track, track.pauses)
    if place is None or before is None or not is_of_round(track, track.pauses[place]):
        raise NotFound
    after = pause_facts(before, place, days.started_on, days.resumed_on, calendar=calendar, today=today)
    return track.pauses[place], moves(before, after, calendar, today)


def _changed(stop: Pause, days: PauseDays) -> list[tuple[str, dt.date | None, dt.date]]:
    both = ("pause_start", stop.started_on, days.started_on), ("pause_resume", stop.resumed_on, days.resumed_on)
    return [one for one in both if one[1] != one[2]]


def _put_right(
    session: Session,
    track: Track,
    stop: Pause,
    days: PauseDays,
    moved: tuple[Move, ...],
    why: Why,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """The true days on the pause, and a row for each that was wrong."""
    clocks = stopped_by(pause_fact(stop))
    for what, old, new in _changed(stop, days):
        both = old, new
        note_correction(
            session, track, what, both, moved, clocks=clocks, pause_id=stop.id, why=why, actor=actor, now=now
        )
    if stop.resumed_on is None:
        require(conclusion=days.conclusion)
        stop.closed_by = actor.account_id
    stop.conclusion = days.conclusion.strip() or stop.conclusion
    stop.started_on, stop.resumed_on = days.started_on, days.resumed_on
    track.version += 1


def _former(
    session: Session, track: Track, stop: Pause, days: PauseDays, why: Why
) -> tuple[Sequence[Document], Replaced | None]:
    """The letters that told a wrong day, and what the new one says of the newest of them."""
    told = session.scalars(
        select(Document)
        .join(DocumentTrack, DocumentTrack.document_id == Document.id)
        .where(
            DocumentTrack.track_id == track.id,
            Document.kind.in_(["pause_notice", "resume_notice"]),
            Document.state.in_([DocumentState.QUEUED, DocumentState.ISSUED]),
        )
        .order_by(Document.id.desc())
    ).all()
    ended = stop.resumed_on.isoformat() if stop.resumed_on else None
    resumed = [one for one in _of(told, "resume_notice", stop) if one.facts["resumed_on"] == ended]
    begun = [] if days.started_on == stop.started_on else _of(told, "pause_notice", stop)
    former = [*resumed, *begun]
    if not former:
        return (), None
    old_on, new_on = (stop.resumed_on, days.resumed_on) if days.started_on == stop.started_on else (
        stop.started_on, days.started_on
    )  # fmt: skip
    number, reason, reason_en = former[0].number, why.in_words, why.chosen.name_en
    return former, Replaced(
        number=number, what="pause", old_on=old_on, new_on=new_on, reason=reason, reason_en=reason_en
    )


def _of(told: Sequence[Document], kind: str, stop: Pause) -> list[Document]:
    return [one for one in told if one.kind == kind and one.facts["started_on"] == stop.started_on.isoformat()]
