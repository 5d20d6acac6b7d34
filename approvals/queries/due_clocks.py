"""What the sweep finds: subjects whose day has come and that no open outbox row already names.

An index finds, the pure clock judges: a subject found too early costs one look. Every function answers
(outbox kind, payload) by the subject's id; rows that are dead are left to the operator, so they cannot crowd out others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, String, cast, exists, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from approvals.domain.clock_facts import capped_resume_on
from approvals.domain.states import LineState, NoticeState
from approvals.models.cases import Case, Pause, Track
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.models.traces import Alarm, OutboxMessage
from approvals.models.watch import Duty
from approvals.queries.clocks import pause_fact
from departments.domain.working_calendar import WorkingCalendar

REMINDED, TODAY = "promise_due", "promise_today"


def promise_reminder(due_on: dt.date, today: dt.date) -> str:
    """The kind of reminder an open line calls for: some days before its day, and once more on it."""
    return TODAY if due_on <= today else REMINDED


def standing_key(kind: str, subject_id: int) -> str:
    """The key of the one outbox row a subject of the sweep has for good; it is opened anew each time."""
    return f"clock:{kind}:{subject_id}"


def tracks_with_alarm(session: Session, now: dt.datetime, limit: int) -> list[int]:
    """Tracks whose clocks call for a look."""
    due = Track.next_alarm_at <= now
    return _ids(session, Track.id, [due, free("alarm", Track.id)], Track.next_alarm_at, limit)


def cases_with_alarm(session: Session, now: dt.datetime, limit: int) -> list[int]:
    """Cases on which somebody should have answered by now: the window, or the applicant."""
    due = Case.next_alarm_at <= now
    return _ids(session, Case.id, [due, free("silence", Case.id)], Case.next_alarm_at, limit)


def duties_with_alarm(session: Session, now: dt.datetime, limit: int) -> list[int]:
    """What a grant still owes and somebody must hear of."""
    due = [Duty.done_at.is_(None), Duty.next_alarm_at <= now, free("duty", Duty.id)]
    return _ids(session, Duty.id, due, Duty.next_alarm_at, limit)


def cases_to_lapse(session: Session, today: dt.date, limit: int) -> list[int]:
    """Cases whose one-time notice was not answered in its time."""
    where = [
        CorrectionNotice.state == NoticeState.OPEN,
        CorrectionNotice.respond_by < today,
        free("lapse", CorrectionNotice.case_id),
    ]
    return _ids(session, CorrectionNotice.case_id, where, CorrectionNotice.respond_by, limit)


def promises_broken(session: Session, today: dt.date, limit: int) -> list[int]:
    """Open promise lines whose last day has passed."""
    where = [*_open_lines(), CommitmentLine.due_on < today, free("promise_late", CommitmentLine.id)]
    return _ids(session, CommitmentLine.id, where, CommitmentLine.due_on, limit)


def promises_near(session: Session, today: dt.date, until: dt.date, limit: int) -> list[int]:
    """Open promise lines due from today until `until` that nobody was reminded of, before their day or on it.

    A day that was moved (force majeure) is a new one: what was said of the former does not count.
    """
    rows = session.execute(
        select(CommitmentLine.id, CommitmentLine.due_on, Alarm.kind, Alarm.deadline_version)
        .outerjoin(Alarm, (Alarm.subject == "promise") & (Alarm.subject_id == CommitmentLine.id))
        .where(*_open_lines(), CommitmentLine.due_on.between(today, until), free("promise_due", CommitmentLine.id))
        .order_by(CommitmentLine.due_on, CommitmentLine.id)
    )
    waiting: dict[int, bool] = {}
    for line, due_on, kind, version in rows:
        said = due_on and kind == promise_reminder(due_on, today) and version == due_on.toordinal()
        waiting[line] = waiting.get(line, True) and not said
    return [line for line, is_waiting in waiting.items() if is_waiting][:limit]


def pauses_capped(session: Session, today: dt.date, calendar: WorkingCalendar, limit: int) -> list[int]:
    """Open pauses whose cap has come; the planned day finds them, because a plan never exceeds the cap."""
    rows = session.scalars(
        select(Pause)
        .join(Track, Track.id == Pause.track_id)
        .where(
            Pause.resumed_on.is_(None),
            Pause.planned_resume_on <= today,
            Pause.cap_days.is_not(None),
            Track.ended_at.is_(None),
            free("resume", Pause.id),
        )
        .order_by(Pause.planned_resume_on)
    )
    return [row.id for row in rows if (day := capped_resume_on(pause_fact(row), calendar)) and day <= today][:limit]


def _open_lines() -> tuple[ColumnElement[bool], ...]:
    running = exists().where(Track.id == CommitmentLine.track_id, Track.ended_at.is_(None))
    return CommitmentLine.state == LineState.OPEN, running


def free(kind: str, subject: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """No standing row of this kind is open for the subject: nobody has it in hand yet."""
    key = literal(standing_key(kind, 0)[:-1]) + cast(subject, String)
    return ~exists().where(OutboxMessage.key == key, OutboxMessage.done_at.is_(None))


def _ids(
    session: Session,
    wanted: InstrumentedAttribute[int],
    where: Iterable[ColumnElement[bool]],
    order: ColumnElement[object] | InstrumentedAttribute[object],
    limit: int,
) -> list[int]:
    return list(session.scalars(select(wanted).where(*where).order_by(order).limit(limit)))
