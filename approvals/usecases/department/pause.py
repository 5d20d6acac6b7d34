"""特别程序: a clock is stopped for a procedure of the law, and the applicant is told in writing (Art. 45)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.clock import Reading, pause_end
from approvals.domain.clock_facts import ClockName, PauseFact
from approvals.domain.clock_guards import clocks_to_stop
from approvals.domain.events import Tag
from approvals.domain.letters.pauses import DueDays, PauseNotice
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.track_flow import next_state
from approvals.models.cases import Pause, Track
from approvals.queries.clocks import facts_of, reading_of
from approvals.usecases.desk import track_at_desk
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.timing import set_clock
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import SpecialProcedure
from departments.domain.catalogue_words import Unit
from departments.domain.working_calendar import WorkingCalendar

MOST_DAYS = 365
"""A procedure without a cap in the catalogue still has to be told with an end."""
ARTICLE_45 = "《中华人民共和国行政许可法》第四十五条"


def pause(
    *,
    track: str,
    version: int,
    kind: str,
    length_days: int,
    length_unit: str,
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Stop the clocks that the procedure stops by the catalogue, from today on.

    Raises Refusal 'procedure_unknown', 'already_paused', 'clock_not_running' or 'overdue_cannot_pause' (overdue is
    never cured by a pause, but a late clock spares the other); Invalid for no reason or a length beyond the cap.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        file = open_file(session, case)
        procedure = _procedure(file, row, kind)
        _check_words(procedure, length_days, length_unit, reason)
        begin_pause(
            session, file, row, procedure, length=length_days, unit=length_unit, reason=reason.strip(),
            actor=actor, now=now,
        )  # fmt: skip
        row.state = next_state(row.state, "pause")


def begin_pause(
    session: Session,
    file: CaseFile,
    row: Track,
    procedure: SpecialProcedure,
    *,
    length: int,
    unit: str,
    reason: str,
    actor: Actor,
    now: dt.datetime,
    beside: bool = False,
) -> Pause:
    """Stop the clocks from today, tell the applicant in writing, and set every day that depends on it; the new pause.

    `beside`: also while another procedure is open.
    """
    case, calendar = file.case, file.calendar
    before = _check_clock(row, calendar, local_day(now), beside=beside)
    told = _told(row, procedure, length, unit, calendar, local_day(now))
    stop = _stop(procedure, told, reason, calendar, actor)
    row.version += 1
    row.pauses.append(stop)
    session.flush()
    expected = _expected(row, stop, calendar, local_day(now))
    set_clock(row, row.pauses, calendar, now)
    set_stage_due(session, case, calendar)
    resume_on = stop.planned_resume_on.isoformat()
    facts = {"pause": stop.id, "length": length, "unit": unit, "resume_on": resume_on}
    record(session, case, Tag.TRACK_PAUSED, actor=actor, now=now, track=row, kind=stop.kind, **facts)
    _print(session, file, row, stop, procedure, before, expected, actor, now)
    tell(session, case, "paused", now=now, track=row, once=str(stop.id), kind=stop.kind, resume_on=resume_on)
    return stop


def _told(
    track: Track, procedure: SpecialProcedure, length: int, unit: str, calendar: WorkingCalendar, today: dt.date
) -> PauseFact:
    """The pause as the applicant is told it; a clock that is overdue already is left out of it (rule 21)."""
    facts = facts_of(track, track.pauses)
    if facts is None:
        raise Refusal("clock_not_running")
    asked = PauseFact(
        today,
        cap_days=length,
        cap_unit=Unit(unit),
        stops_statutory=procedure.stops_statutory,
        stops_committed=procedure.stops_committed,
    )
    stopped = clocks_to_stop(facts, asked, calendar)
    statutory, committed = ClockName.STATUTORY in stopped, ClockName.COMMITTED in stopped
    return replace(asked, stops_statutory=statutory, stops_committed=committed)


def _stop(procedure: SpecialProcedure, told: PauseFact, reason: str, calendar: WorkingCalendar, actor: Actor) -> Pause:
    """The pause as a row: how long, which clocks, and the cap by which the catalogue ends it."""
    return Pause(
        kind=procedure.kind.value,
        basis=procedure.basis or (ARTICLE_45 if told.stops_statutory else ""),
        reason=reason,
        stops_statutory=told.stops_statutory,
        stops_committed=told.stops_committed,
        started_on=told.started_on,
        length_days=told.cap_days,
        length_unit=told.cap_unit.value,
        cap_days=procedure.max_days,
        planned_resume_on=pause_end(told, calendar) or told.started_on,
        opened_by=actor.account_id,
    )


def _procedure(file: CaseFile, track: Track, kind: str) -> SpecialProcedure:
    for one in file.catalogue.items[track.item_code].special_procedures:
        if one.kind.value == kind and (one.stops_statutory or one.stops_committed):
            return one
    raise Refusal("procedure_unknown", field="kind", kind=kind)


def _check_words(procedure: SpecialProcedure, length: int, unit: str, reason: str) -> None:
    errors: dict[str, tuple[str, dict[str, object]]] = {}
    if not reason.strip():
        errors["reason"] = ("required", {})
    capped = procedure.max_days is not None
    if unit not in set(Unit) or (capped and unit != procedure.unit):
        errors["length_unit"] = ("not_offered", {})
    if not 1 <= length <= (procedure.max_days if procedure.max_days is not None else MOST_DAYS):
        errors["length_days"] = ("pause_length", {"most": procedure.max_days})
    if errors:
        raise Invalid(errors)


def _check_clock(track: Track, calendar: WorkingCalendar, today: dt.date, *, beside: bool) -> Reading:
    if not beside and any(one.resumed_on is None for one in track.pauses):
        raise Refusal("already_paused")
    reading = reading_of(track, track.pauses, calendar, today)
    if reading is None:
        raise Refusal("clock_not_running")
    return reading


def _expected(track: Track, stop: Pause, calendar: WorkingCalendar, today: dt.date) -> Reading | None:
    """What the clocks will say if the procedure ends on the day that was told."""
    stop.resumed_on = stop.planned_resume_on
    try:
        return reading_of(track, track.pauses, calendar, today)
    finally:
        stop.resumed_on = None


def due_days(reading: Reading | None) -> DueDays:
    """Both due days of a reading, as a letter prints them."""
    return DueDays(
        statutory_on=reading.statutory.not_before if reading and reading.statutory else None,
        committed_on=reading.committed.not_before if reading and reading.committed else None,
    )


def _print(
    session: Session,
    file: CaseFile,
    track: Track,
    stop: Pause,
    procedure: SpecialProcedure,
    before: Reading,
    after: Reading | None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    organ = file.department_of(track)

    def build(numbered: Numbered) -> PauseNotice:
        return PauseNotice(
            **file.track_frame(track, local_day(now)),
            **numbered.stamp,
            procedure_zh=procedure.name_zh,
            reason=stop.reason,
            started_on=stop.started_on,
            days=stop.length_days,
            unit="ND" if stop.length_unit == "ND" else "WD",
            expected_resume_on=stop.planned_resume_on,
            conducted_by=organ.organ_zh,
            before=due_days(before),
            after=due_days(after),
            stops_statutory=stop.stops_statutory,
            stops_committed=stop.stops_committed,
            basis=(stop.basis,) if stop.basis else (),
        )

    issue(session, file, kind="pause_notice", organ=organ, build=build, actor=actor, now=now, tracks=[track])
