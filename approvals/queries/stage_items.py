"""The items of a stage as its joint clock sees them: when each was there, out of the organs' hands, and behind whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.clock import pause_end
from approvals.domain.clock_facts import ExtensionFact
from approvals.domain.letters.dates import StageExtensionNotice
from approvals.domain.letters.day_statement import StatedStage
from approvals.domain.stage_clock import ONE_DAY, Span, StageLimits, StageTrack
from approvals.domain.states import TrackState
from approvals.models.cases import Case, Pause, Track, TrackUpstream
from approvals.models.dates import StageExtension
from approvals.models.letters import Document
from approvals.models.rounds import Reopening
from approvals.queries.clocks import pause_fact
from approvals.queries.enterprise_desk import NO_NOTICES, notices_of
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class StageItem:
    """One item; `corrections` are those of its `out` spans in which it lay with the applicant."""

    facts: StageTrack
    corrections: tuple[Span, ...]


def limits_of(session: Session, cases: Collection[Case]) -> dict[int, StageLimits]:
    """The limits of the catalogue, with the one extension that the head of the government may approve."""
    rows = session.execute(
        select(StageExtension.case_id, StageExtension.days, StageExtension.approved_on).where(
            StageExtension.case_id.in_([case.id for case in cases])
        )
    )
    more = {row.case_id: ExtensionFact(row.days, row.approved_on) for row in rows}
    found = {}
    for case in cases:
        catalogue = catalogue_version(session, case.catalogue_version_id)
        found[case.id] = StageLimits(
            accepted_on=case.admitted_on,
            statutory_wd=catalogue.themes[case.theme_code].joint_statutory_wd,
            committed_wd=catalogue.stage(case.theme_code, case.stage_code).committed_wd,
            extension=more.get(case.id),
            floor_on=case.stage_floor_on,
        )
    return found


def stage_moves(session: Session, case_ids: Collection[int]) -> dict[int, StatedStage]:
    """Which stages were given more days, from where to where, and by which letter; one statement."""
    rows = session.execute(
        select(StageExtension, Document.number)
        .outerjoin(
            Document,
            and_(Document.case_id == StageExtension.case_id, Document.kind == StageExtensionNotice.kind),
        )
        .where(StageExtension.case_id.in_(case_ids))
    )
    return {
        row.case_id: StatedStage(
            days=row.days, old_due_on=row.old_due_on, new_due_on=row.new_due_on, letter_no=number or ""
        )
        for row, number in rows
    }


def items_of(session: Session, cases: Collection[Case], calendar: WorkingCalendar) -> dict[int, dict[str, StageItem]]:
    """Every received track with the spans in which it was in no organ's hands, and what it waits for; one statement more
    where one of them was reopened."""
    ids = [case.id for case in cases]
    pauses = _stops(session, ids, calendar)
    rows = session.scalars(select(Track).where(Track.case_id.in_(ids)).order_by(Track.id)).all()
    names = {track.id: track.public_id for track in rows}
    upstream, between = _upstream(session, names), _between_rounds(session, rows)
    notices, filed = notices_of(session, ids), {case.id: case.filed_at for case in cases}
    found: dict[int, dict[str, StageItem]] = {case_id: {} for case_id in ids}
    for track in rows:
        spans = _with_applicant(track, notices.get(track.case_id, NO_NOTICES).spans)
        received = _received_on(track, filed[track.case_id] if spans else None)
        if received is not None:
            facts = StageTrack(
                key=track.public_id,
                received_on=received,
                ended_on=track.decided_on or (local_day(track.ended_at) if track.ended_at else None),
                out=(*pauses[track.id], *spans, *between[track.id]),
                waits=track.state is TrackState.AWAITING_UPSTREAM,
                upstream=tuple(upstream[track.id]),
            )
            found[track.case_id][track.public_id] = StageItem(facts, spans)
    return found


def _stops(session: Session, case_ids: Collection[int], calendar: WorkingCalendar) -> Mapping[int, list[Span]]:
    """The spans in which a procedure stopped the statutory clock, by track."""
    found: dict[int, list[Span]] = defaultdict(list)
    for pause in session.scalars(
        select(Pause).join(Track, Track.id == Pause.track_id).where(Track.case_id.in_(case_ids), Pause.stops_statutory)
    ):
        found[pause.track_id].append((pause.started_on, pause_end(pause_fact(pause), calendar)))
    return found


def _between_rounds(session: Session, tracks: Sequence[Track]) -> Mapping[int, list[Span]]:
    """From the end of each former round to the day the next one began, by track."""
    found: dict[int, list[Span]] = defaultdict(list)
    reopened = [track.id for track in tracks if track.round > 1]
    if reopened:
        for one in session.scalars(select(Reopening).where(Reopening.track_id.in_(reopened)).order_by(Reopening.id)):
            after, again_on = one.former_ended_on + ONE_DAY, local_day(one.ordered_at)
            found[one.track_id] += [(after, again_on)] if after < again_on else []
    return found


def _upstream(session: Session, names: Mapping[int, str]) -> Mapping[int, list[str]]:
    """Whom each track waits for, by public id; items of other cases have a result already."""
    found: dict[int, list[str]] = defaultdict(list)
    for wait in session.scalars(select(TrackUpstream).where(TrackUpstream.track_id.in_(names))):
        if wait.upstream_id in names:
            found[wait.track_id].append(names[wait.upstream_id])
    return found


def _received_on(track: Track, filed_at: dt.datetime | None) -> dt.date | None:
    """The first day the item was there: a corrected filing is received anew, and one behind another when it is released."""
    days = (track.receipt_on, track.admitted_on, local_day(filed_at) if filed_at else None)
    return min(day for day in days if day) if track.receipt_on else None


def _with_applicant(track: Track, corrections: Iterable[Span]) -> tuple[Span, ...]:
    """The spans of this item: one admitted before the notice, or not asked to correct anything, was never part of it."""
    return tuple(
        (start, end)
        for start, end in corrections
        if (track.admitted_on is None or track.admitted_on >= start)
        and (end is not None or track.state is TrackState.CORRECTION_OPEN)
    )
