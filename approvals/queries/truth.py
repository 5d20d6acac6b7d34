"""Open tracks and running cases in batches, with where their stored days differ from their facts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, selectinload

from app.foundation.wallclock import local_day
from approvals.domain.alarms import states_in
from approvals.domain.clock import Reading, read
from approvals.domain.clock_facts import TrackFacts
from approvals.domain.events import Tag
from approvals.domain.truth import STAGE, Difference, Stored, When, differences, explains, late_look, without_clock
from approvals.models.cases import Case, Track
from approvals.models.traces import Alarm, CaseEvent
from approvals.models.watch import TruthFinding
from approvals.queries.clocks import facts_of
from approvals.queries.receipt_looks import looks_by_law
from approvals.queries.stage_clock import stage_dues
from departments.domain.working_calendar import WorkingCalendar

TRACK, CASE = "track", "case"
Raised = Mapping[int, Collection[tuple[str, dt.date]]]


@dataclass(frozen=True)
class Untrue:
    """A difference and whose it is."""

    subject: str
    subject_id: int
    case_id: int
    difference: Difference


@dataclass(frozen=True)
class Batch:
    """What was looked at: the last id, how many, and what differed."""

    last: int | None
    looked_at: int
    untrue: tuple[Untrue, ...]


@dataclass(frozen=True)
class OpenFinding:
    """A finding nobody has settled."""

    id: int
    subject: str
    subject_id: int
    case_id: int
    case_no: str
    item_code: str
    what: str
    stored: str
    computed: str
    found_at: dt.datetime


def look_at_tracks(
    session: Session, calendar: WorkingCalendar, when: When, after: int, limit: int, only: int | None = None
) -> Batch:
    """The next open tracks by id, each recomputed from its facts; four statements, or six when something differs."""
    which = Track.id > after if only is None else Track.id == only
    tracks = session.scalars(
        select(Track).where(Track.ended_at.is_(None), which).order_by(Track.id).limit(limit)
        .options(selectinload(Track.pauses))
    ).all()  # fmt: skip
    seen = [_Seen.of(track, calendar, when.today) for track in tracks]
    raised = _raised(session, seen)
    found = [
        Untrue(TRACK, one.track.id, one.track.case_id, difference)
        for one in seen
        for difference in one.differences(calendar, when.opens_on, raised.get(one.track.id, ()))
    ]
    return Batch(tracks[-1].id if tracks else None, len(tracks), tuple(_unexplained(session, found)))


def look_at_stages(
    session: Session, calendar: WorkingCalendar, after: int, limit: int, only: int | None = None
) -> Batch:
    """The next running cases by id, each with the due day of its stage recomputed (行政许可法 42 ¶2), and the day on which
    the law answers what nobody has answered (32(4)): its next look."""
    which = Case.id > after if only is None else Case.id == only
    cases = session.scalars(
        select(Case)
        .where(Case.filed_at.is_not(None), Case.concluded_at.is_(None), which)
        .order_by(Case.id)
        .limit(limit)
    ).all()
    computed = stage_dues(session, [case for case in cases if case.admitted_on], calendar)
    looks = looks_by_law(session, cases, calendar)
    found = []
    for case in cases:
        if case.admitted_on and computed[case.id] != case.stage_due_on:
            stored, due = (day.isoformat() if day else "" for day in (case.stage_due_on, computed[case.id]))
            found.append(Untrue(CASE, case.id, case.id, Difference(STAGE, stored, due)))
        for difference in late_look(_local(case.next_alarm_at), looks[case.id]):
            found.append(Untrue(CASE, case.id, case.id, difference))
    return Batch(cases[-1].id if cases else None, len(cases), tuple(found))


def open_findings(session: Session, limit: int = 50) -> tuple[OpenFinding, ...]:
    """What differs and was not settled, the oldest first."""
    rows = session.execute(
        select(TruthFinding, Case.case_no, Track.item_code)
        .join(Case, Case.id == TruthFinding.case_id)
        .outerjoin(Track, (Track.id == TruthFinding.subject_id) & (TruthFinding.subject == TRACK))
        .where(TruthFinding.settled_at.is_(None))
        .order_by(TruthFinding.id)
        .limit(limit)
    )
    return tuple(
        OpenFinding(
            row.id, row.subject, row.subject_id, row.case_id, number or "", item or "", row.what, row.stored,
            row.computed, row.found_at,
        )
        for row, number, item in rows
    )  # fmt: skip


def count_open_findings(session: Session) -> int:
    return session.scalar(select(func.count()).where(TruthFinding.settled_at.is_(None))) or 0


def unsettled(subject: str, first: int, last: int | None) -> ColumnElement[bool]:
    """The open findings about subjects of one kind from one id to another; None: to the end."""
    upto = true() if last is None else TruthFinding.subject_id <= last
    of_them = (TruthFinding.subject == subject) & (TruthFinding.subject_id >= first)
    return of_them & upto & TruthFinding.settled_at.is_(None)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A track, its facts and what they yield today."""

    track: Track
    facts: TrackFacts | None
    reading: Reading | None

    @classmethod
    def of(cls, track: Track, calendar: WorkingCalendar, today: dt.date) -> _Seen:
        facts = facts_of(track, track.pauses)
        running = facts is not None and facts.accepted_on is not None
        return cls(track, facts, read(facts, calendar, today) if running and facts is not None else None)

    def differences(
        self, calendar: WorkingCalendar, opens_on: dt.date, raised: Collection[tuple[str, dt.date]]
    ) -> Iterator[Difference]:
        stored = Stored(
            self.track.statutory_due_on, self.track.committed_due_on, self.track.light, _local(self.track.next_alarm_at)
        )
        if self.facts is None or self.reading is None:
            return without_clock(stored)
        return differences(self.facts, self.reading, stored, calendar, opens_on, raised)


def _local(moment: dt.datetime | None) -> dt.date | None:
    return local_day(moment) if moment else None


def _raised(session: Session, seen: Sequence[_Seen]) -> Raised:
    """The alarms already raised of those tracks that call for one today."""
    calling = [one.track.id for one in seen if one.reading is not None and states_in(one.reading)]
    if not calling:
        return {}
    rows = session.execute(
        select(Alarm.subject_id, Alarm.kind, Alarm.deadline_version).where(
            Alarm.subject == TRACK, Alarm.subject_id.in_(calling)
        )
    )
    found: dict[int, set[tuple[str, dt.date]]] = defaultdict(set)
    for track_id, kind, version in rows:
        found[track_id].add((kind, dt.date.fromordinal(version)))
    return found


def _unexplained(session: Session, found: Sequence[Untrue]) -> list[Untrue]:
    """Without what the newest event that moved the deadline says is meant to be so."""
    if not found:
        return []
    moved = session.execute(
        select(CaseEvent.track_id, CaseEvent.facts)
        .where(CaseEvent.track_id.in_({one.subject_id for one in found}), CaseEvent.tag == Tag.DEADLINE_MOVED.value)
        .order_by(CaseEvent.id)
    )
    newest = {track_id: facts for track_id, facts in moved}
    return [one for one in found if not explains(newest.get(one.subject_id, {}), one.difference)]
