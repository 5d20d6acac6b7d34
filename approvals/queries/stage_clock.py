"""From rows to the joint clock of a stage, and to the whose-desk bar that shows it; the same for every audience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from approvals.domain.clock import Light
from approvals.domain.desk_bar import DeskBar, DeskFacts, desk_bar
from approvals.domain.letters.day_statement import StatedStage
from approvals.domain.stage_clock import StageLimits, StageReading, StageTrack, idle_spans, joint_due_on, read_stage
from approvals.domain.states import BEFORE_ADMISSION
from approvals.models.cases import Case
from approvals.queries.enterprise_tracks import TrackLine
from approvals.queries.stage_items import StageItem, items_of, limits_of, stage_moves
from departments.domain.working_calendar import WorkingCalendar

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class StageView:
    """The stage clock of one case with its bar; `lines` are the tracks the keys stand for, `moved` how it was extended."""

    clock: StageReading
    limits: StageLimits
    bar: DeskBar | None
    lines: Mapping[str, TrackLine]
    moved: StatedStage | None = None

    @property
    def critical(self) -> TrackLine | None:
        """The item, and so the department, whose end is the end of the stage."""
        return self.lines.get(self.clock.critical or "")

    @property
    def chain(self) -> tuple[TrackLine, ...]:
        return tuple(self.lines[key] for key in self.clock.chain)


def stages_of(
    session: Session,
    cases: Collection[Case],
    lines: Mapping[int, Sequence[TrackLine]],
    calendar: WorkingCalendar,
    today: dt.date,
) -> dict[int, StageView]:
    """The stage of each filed case that something was received of, in six statements however many are asked for."""
    items, limits = items_of(session, cases, calendar), limits_of(session, cases)
    moved = stage_moves(session, [case_id for case_id, limit in limits.items() if limit.extension])
    found = {}
    for case in cases:
        known = items[case.id]
        mine = {line.public_id: line for line in lines.get(case.id, ()) if line.public_id in known}
        tracks = [_forecast_facts(known[key].facts, line, case, today) for key, line in mine.items()]
        clock = read_stage(tracks, limits[case.id], calendar, today)
        if clock is not None:
            found[case.id] = StageView(
                clock, limits[case.id], _bar(clock, known, mine, calendar, today), mine, moved.get(case.id)
            )
    return found


def stage_dues(
    session: Session, cases: Collection[Case], calendar: WorkingCalendar, *, floors: bool = True
) -> dict[int, dt.date | None]:
    """The last day of each stage's joint limit, for storing and for checking what is stored; None before the first
    acceptance, and while a stop without an end holds every item. Without `floors` a day that was told binds nobody. Five
    statements."""
    items, limits = items_of(session, cases, calendar), limits_of(session, cases)
    found: dict[int, dt.date | None] = {}
    for case in cases:
        mine = limits[case.id] if floors else replace(limits[case.id], floor_on=None)
        found[case.id] = joint_due_on(mine, idle_spans([item.facts for item in items[case.id].values()]), calendar)
    return found


def _forecast_facts(track: StageTrack, line: TrackLine, case: Case, today: dt.date) -> StageTrack:
    """What the item still needs: its due day while it runs, the rest after the planned resume while it is stopped."""
    own = line.committed_wd if line.committed_wd is not None else line.statutory_days or 0
    if line.state in BEFORE_ADMISSION:
        answer = max(case.notice_due_on or today, today)
        return replace(track, back_on=answer + ONE_DAY if own else answer, left_wd=own)
    reading = (line.reading.committed or line.reading.statutory) if line.reading else None
    if reading is None:
        return replace(track, left_wd=own if track.waits else 0)
    pause = line.open_pause
    if pause is None or reading.light is not Light.PAUSED:
        return replace(track, due_on=reading.due_on or reading.not_before)
    return replace(track, back_on=pause.planned_resume_on, left_wd=max(reading.remaining, 0))


def _bar(
    clock: StageReading,
    items: Mapping[str, StageItem],
    lines: Mapping[str, TrackLine],
    calendar: WorkingCalendar,
    today: dt.date,
) -> DeskBar | None:
    statutory = clock.reading.statutory if clock.reading else None
    facts = [_desk_facts(items[key], line, clock, today) for key, line in lines.items()]
    limit = statutory.not_before if statutory else None
    return desk_bar(facts, calendar, today, critical=clock.critical, limit_on=limit)


def _desk_facts(item: StageItem, line: TrackLine, clock: StageReading, today: dt.date) -> DeskFacts:
    track = item.facts
    committed = line.reading.committed if line.reading else None
    statutory = line.reading.statutory if line.reading else None
    waits = [end for key in track.upstream if (end := clock.expected.get(key)) is not None]
    return DeskFacts(
        key=track.key,
        received_on=track.received_on,
        accepted_on=line.accepted_on,
        ended_on=track.ended_on,
        committed_due_on=committed.due_on if committed else None,
        statutory_due_on=statutory.due_on if statutory else None,
        expected_on=clock.expected.get(track.key),
        admitted_on=line.admitted_on,
        waits_until=max(waits, default=today) if track.waits else None,
        pauses=tuple(
            (pause.started_on, pause.resumed_on or max(pause.planned_resume_on, today + ONE_DAY))
            for pause in line.pauses
        ),
        with_applicant=item.corrections,
    )
