"""Effects that the facts call for and that are not there: what is due and not done, and decisions without a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.foundation.wallclock import local_day
from approvals.domain.clock_facts import ClockName
from approvals.domain.legal_days import NOTICE_WD
from approvals.domain.letters.registry import RESULT_LETTERS
from approvals.domain.states import DECIDED, CaseState, LineState, NoticeState, TrackState
from approvals.models.cases import Case, Pause, Track
from approvals.models.letters import Document, DocumentTrack
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.models.traces import Alarm, CaseEvent, OutboxMessage
from approvals.models.watch import Duty
from approvals.queries.due_clocks import free, pauses_capped, promises_near
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar

GRACE = dt.timedelta(minutes=5)
"""What came due so lately may be in somebody's hands: a fallen worker is started again well within it."""
SHOWN = 20
AT_MOST = 500
"""So many capped pauses and reminders are counted: no sweep takes more of a kind."""
DECISIONS_AT_ONCE = 20_000
RESULTS = frozenset({*RESULT_LETTERS.values(), "refusal_decision"})
BEFORE_ORDINALS = 1_721_425
"""The Julian day before 1 January of the year 1, where the ordinals that version a deadline begin."""


Rows = Select[str, str, str, str]
"""what, name, item, track"""


@dataclass(frozen=True)
class Answer:
    """How many were found, and the first of them: `what` (a code), `name` (a key, a hash, a number), `item`, `track`."""

    found: int
    first: tuple[dict[str, Any], ...] = ()


def due_not_done(session: Session, now: dt.datetime, warn_wd: int) -> Answer:
    """Rows of the outbox that are owed for longer than the grace, or dead; and subjects of the sweep whose moment has
    passed, or was lost, without anybody having opened their row. `warn_wd`: so many working days before its day a
    promised paper is reminded of. Three statements, and the calendar."""
    before, calendar = now - GRACE, load_calendar(session)
    behind = (*_rows_behind(before, now), *_looks_missed(before), *_judged(session, before, warn_wd, calendar))
    missed = union_all(*behind, _silence_missed(before, calendar)).subquery()
    return answer_of(session, select(missed, func.count().over().label("found")).order_by(missed.c.what, missed.c.name))


def _rows_behind(before: dt.datetime, now: dt.datetime) -> tuple[Rows, ...]:
    row = OutboxMessage
    nobody = row.lease_until.is_(None) | (row.lease_until <= now)
    owed = and_(row.due_at <= before, row.next_attempt_at <= before, row.dead_at.is_(None), nobody)
    named = (row.key.label("name"), row.kind.label("item"), literal("").label("track"))
    return tuple(
        select(literal(what).label("what"), *named).where(row.done_at.is_(None), which)
        for what, which in (("row_waits", owed), ("row_is_dead", row.dead_at.is_not(None)))
    )


def _looks_missed(before: dt.datetime) -> tuple[Rows, ...]:
    """By the same indexes that the sweep finds by."""
    day, case = local_day(before), Case.id
    return (
        _of_track("look_at_track", Track.id, Track.next_alarm_at <= before, free("alarm", Track.id)),
        _of_case("look_at_case", case, Case.next_alarm_at <= before, free("silence", case)),
        _of_case(
            "look_at_duty", Duty.case_id, Duty.done_at.is_(None),
            or_(Duty.next_alarm_at.is_(None), Duty.next_alarm_at <= before), free("duty", Duty.id),
        ),
        _of_case(
            "correction_lapses", CorrectionNotice.case_id, CorrectionNotice.state == NoticeState.OPEN,
            CorrectionNotice.respond_by < day, free("lapse", CorrectionNotice.case_id),
        ),
        _of_track(
            "promise_is_late", CommitmentLine.track_id, CommitmentLine.state == LineState.OPEN, Track.ended_at.is_(None),
            CommitmentLine.due_on < day, free("promise_late", CommitmentLine.id),
        ),
    )  # fmt: skip


def _judged(session: Session, before: dt.datetime, warn_wd: int, calendar: WorkingCalendar) -> tuple[Rows, ...]:
    """What the sweep finds by an index and judges by the calendar. A move of the case may have brought a line to its
    reminder: the grace runs from there."""
    day = local_day(before)
    capped = pauses_capped(session, day, calendar, AT_MOST)
    near = promises_near(session, day, calendar.add(day, warn_wd), AT_MOST)
    has_moved = exists().where(CaseEvent.case_id == Track.case_id, CaseEvent.at > before)
    return (
        _of_track("pause_is_capped", Pause.track_id, Pause.id.in_(capped)),
        _of_track("promise_not_told", CommitmentLine.track_id, CommitmentLine.id.in_(near), ~has_moved),
    )


def _silence_missed(before: dt.datetime, calendar: WorkingCalendar) -> Rows:
    """Items that the law has accepted by silence, in a case that nobody would look at: its look is gone, or comes later.

    The days are counted once, backwards, and not for each item: what was received on `received` or before, and told a
    day up to `told`, had its last day before today. A look is due some minutes after midnight, so today begins later.
    """
    today = local_day(before - GRACE)
    told = calendar.subtract(today, 1)
    received = calendar.subtract(today, NOTICE_WD) - dt.timedelta(days=1)
    silent = (
        exists()
        .where(Track.case_id == Case.id, Track.ended_at.is_(None), Track.state == TrackState.FILED)
        .where(Track.receipt_on <= received)
        .where(or_(Case.notice_due_on.is_(None), Case.notice_due_on <= told, Track.receipt_on != Case.receipt_on))
    )
    lost = or_(Case.next_alarm_at.is_(None), Case.next_alarm_at > before)
    runs = Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW])
    return _of_case("look_at_case", Case.id, runs, lost, silent, free("silence", Case.id))


def late_without_alarm(session: Session, now: dt.datetime, office_since: dt.date, opens_at: dt.datetime) -> Answer:
    """Items past a limit that somebody should have been told of, and no alarm of that limit was ever raised.

    `office_since`: the newest working day whose office has been open long enough; a limit before it is late on that day.
    `opens_at`: what waits for the office until then is not silent. A paused clock calls for nothing. One statement.
    """
    waits = Track.next_alarm_at.between(now - GRACE, max(opens_at, now))
    late = union_all(
        *(
            _of_track(
                f"{clock.value}_silent", Track.id, Track.ended_at.is_(None), due < office_since,
                or_(Track.next_alarm_at.is_(None), ~waits), ~_told(session, clock, due), ~_paused(stops, due),
            )
            for clock, due, stops in (
                (ClockName.STATUTORY, Track.statutory_due_on, Pause.stops_statutory),
                (ClockName.COMMITTED, Track.committed_due_on, Pause.stops_committed),
            )
        )
    ).subquery()  # fmt: skip
    return answer_of(session, select(late, func.count().over().label("found")).order_by(late.c.name, late.c.item))


def _told(session: Session, clock: ClockName, due: InstrumentedAttribute[dt.date | None]) -> ColumnElement[bool]:
    name = Alarm.kind.startswith(f"{clock.value}:overdue:", autoescape=True)
    version = Alarm.deadline_version == _ordinal(session, due)
    return exists().where(Alarm.subject == "track", Alarm.subject_id == Track.id, name, version)


def _paused(stops: InstrumentedAttribute[bool], due: InstrumentedAttribute[dt.date | None]) -> ColumnElement[bool]:
    return exists().where(Pause.track_id == Track.id, Pause.resumed_on.is_(None), stops, Pause.started_on <= due)


def _ordinal(session: Session, day: InstrumentedAttribute[dt.date | None]) -> ColumnElement[int]:
    """What `date.toordinal` yields, asked of the database."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.to_char(day, "J"), Integer) - BEFORE_ORDINALS
    return cast(func.julianday(day) + 0.5, Integer) - BEFORE_ORDINALS


def decided_without_document(session: Session, after: int = 0) -> tuple[Answer, int | None]:
    """Decisions whose letter was not even numbered, among the next items by id; and where to go on, None at the end."""
    until = after + DECISIONS_AT_ONCE
    letter = (
        exists()
        .where(DocumentTrack.track_id == Track.id, Document.id == DocumentTrack.document_id)
        .where(Document.kind.in_(list(RESULTS)))
    )
    decided = Track.state.in_(list(DECIDED))
    bare = _of_track("no_letter", Track.id, Track.id > after, Track.id <= until, decided, ~letter)
    answer = answer_of(session, bare.add_columns(func.count().over().label("found")).order_by(Track.id))
    last = session.scalar(select(func.max(Track.id))) or 0
    return answer, until if until < last else None


def _of_track(what: str, track: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> Rows:
    named = (literal(what).label("what"), _number().label("name"), Track.item_code.label("item"))
    rows = select(*named, Track.public_id.label("track")).select_from(Track).join(Case, Case.id == Track.case_id)
    if track is not Track.id:
        rows = rows.join(track.class_, track == Track.id)
    return rows.where(*where)


def _of_case(what: str, case: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> Rows:
    rows = select(
        literal(what).label("what"), _number().label("name"), literal("").label("item"), literal("").label("track")
    )
    return (rows.select_from(Case) if case is Case.id else rows.join_from(Case, case.class_, case == Case.id)).where(
        *where
    )


def _number() -> ColumnElement[str]:
    return func.coalesce(Case.case_no, cast(Case.id, String))


def answer_of(session: Session, statement: Select[*tuple[Any, ...]]) -> Answer:
    """The statement counts all that it finds in every row (`found`); only the first ones are brought along, with `why`
    where it says so."""
    rows: Sequence[Any] = session.execute(statement.limit(SHOWN)).all()
    first = tuple(
        {"what": row.what, "name": row.name, "item": row.item, "track": row.track}
        | ({"why": row.why} if getattr(row, "why", "") else {})
        for row in rows
    )
    return Answer(rows[0].found if rows else 0, first)
