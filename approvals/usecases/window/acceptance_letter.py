"""受理通知书: one letter for all items admitted together, with both due days of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.clock import Reading
from approvals.domain.letters.admission import (
    AcceptanceNotice,
    AcceptedItem,
    DeferredAcceptanceNotice,
    DeferredPaper,
    ForeseenProcedure,
)
from approvals.domain.letters.dates import Replaced
from approvals.domain.letters.frame import Limit
from approvals.models.cases import Track, TrackUpstream
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.queries.clocks import reading_of
from approvals.usecases.department.pause import due_days
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Issued, Numbered, issue
from departments.domain.actor import Actor
from departments.domain.condition import evaluate
from departments.domain.working_calendar import DayKind, WorkingCalendar


def issue_acceptance(
    session: Session,
    file: CaseFile,
    admitted: Sequence[Track],
    lines: Sequence[CommitmentLine],
    calendar: WorkingCalendar,
    *,
    actor: Actor,
    now: dt.datetime,
    deemed: bool = False,
    replaces: Replaced | None = None,
) -> Issued:
    """Number the notice of these items; with promise lines it is the 容缺受理通知书. `replaces` names a wrong one."""
    upstream, today = _upstream(session, admitted), local_day(now)
    readings = {track.id: reading_of(track, track.pauses, calendar, today) for track in admitted if replaces}
    items = tuple(_accepted(file, one, upstream.get(one.id, []), readings.get(one.id)) for one in admitted)
    deferred, accepted_on = _deferred(session, file, admitted, lines, calendar), admitted[0].admitted_on or today
    letter = DeferredAcceptanceNotice if deferred else AcceptanceNotice

    def build(numbered: Numbered) -> AcceptanceNotice:
        return letter(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            stage_zh=file.stage.name_zh,
            stage_en=file.stage.name_en,
            received_on=file.received_on,
            accepted_on=accepted_on,
            items=items,
            deemed=deemed,
            deferred=deferred,
            replaces=replaces,
        )

    return issue(session, file, kind=letter.kind, organ=file.window, build=build, actor=actor, now=now, tracks=admitted)


def _upstream(session: Session, admitted: Sequence[Track]) -> dict[int, list[str]]:
    """Item codes each waiting track waits for."""
    found: dict[int, list[str]] = {}
    waiting = [track.id for track in admitted if track.accepted_on is None]
    if waiting:
        for track_id, code in session.execute(
            select(TrackUpstream.track_id, Track.item_code)
            .join(Track, Track.id == TrackUpstream.upstream_id)
            .where(TrackUpstream.track_id.in_(waiting))
        ):
            found.setdefault(track_id, []).append(code)
    return found


def _accepted(file: CaseFile, track: Track, upstream: list[str], reading: Reading | None) -> AcceptedItem:
    """Both limits with their due days; while a pause is open (`reading`) the earliest day is told."""
    item, department = file.catalogue.items[track.item_code], file.department_of(track)
    special = tuple(
        ForeseenProcedure(
            name_zh=one.name_zh,
            days=one.max_days or 0,
            unit=one.unit.value,
            stops_statutory=one.stops_statutory,
            stops_committed=one.stops_committed,
        )
        for one in item.special_procedures
        if one.condition is None or evaluate(one.condition, file.case.answers)
    )
    due, statutory = due_days(reading), None
    committed = Limit(
        days=(track.committed_wd or 0) + (track.committed_extension_days or 0),
        due_on=track.committed_due_on or due.committed_on,
    )
    if track.statutory_days is not None:
        statutory = Limit(
            days=track.statutory_days + (track.statutory_extension_days or 0),
            unit="ND" if track.statutory_unit == "ND" else "WD",
            due_on=track.statutory_due_on or due.statutory_on,
        )
    return AcceptedItem(
        item=file.item_ref(track.item_code),
        department=department.name_zh,
        department_en=department.name_en,
        committed=committed,
        statutory=statutory,
        special=special,
        waits_for=tuple(file.item_ref(code) for code in upstream),
    )


def _deferred(
    session: Session,
    file: CaseFile,
    admitted: Sequence[Track],
    lines: Sequence[CommitmentLine],
    calendar: WorkingCalendar,
) -> tuple[DeferredPaper, ...]:
    if not lines:
        return ()
    promised = CaseMaterial.id.in_([line.case_material_id for line in lines])
    rows = session.execute(select(CaseMaterial.id, CaseMaterial.material_code).where(promised))
    codes = {row.id: row.material_code for row in rows}
    item_of = {track.id: track.item_code for track in admitted}
    return tuple(
        DeferredPaper(
            paper=file.paper_ref(codes[line.case_material_id]),
            item=file.item_ref(item_of[line.track_id]),
            form="电子件",
            due_on=line.due_on,
            working_days=line.days_wd,
            is_makeup_day=calendar.why(line.due_on).kind is DayKind.MAKE_UP,
        )
        for line in lines
        if line.due_on is not None
    )
