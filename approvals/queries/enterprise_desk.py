"""From rows to the facts of the whose-desk bar, with a forecast of each end that is only a forecast."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.desk_bar import DeskBar, DeskFacts, desk_bar
from approvals.domain.states import NoticeState, TrackState
from approvals.models.cases import Case, Track, TrackUpstream
from approvals.models.papers import CaseMaterial, CorrectionLine, CorrectionNotice
from approvals.queries.enterprise_todo import Notice, NoticeLine
from approvals.queries.enterprise_tracks import TrackLine
from departments.domain.working_calendar import WorkingCalendar

ONE_DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True)
class Notices:
    """The open correction notice of a case, and every span of days the filing lay with the applicant."""

    open: Notice | None
    spans: tuple[Span, ...]


NO_NOTICES = Notices(None, ())


def notices_of(session: Session, case_ids: Collection[int]) -> Mapping[int, Notices]:
    """The one-time notices of these cases, in one statement; a case without one is not in the answer."""
    rows: dict[int, list[tuple[CorrectionNotice, CorrectionLine, str]]] = defaultdict(list)
    for notice, line, code in session.execute(
        select(CorrectionNotice, CorrectionLine, CaseMaterial.material_code)
        .join(CorrectionLine, CorrectionLine.notice_id == CorrectionNotice.id)
        .join(CaseMaterial, CaseMaterial.id == CorrectionLine.case_material_id)
        .where(CorrectionNotice.case_id.in_(case_ids))
        .order_by(CorrectionNotice.id, CorrectionLine.id)
    ):
        rows[notice.case_id].append((notice, line, code))
    return {case_id: _notices(found) for case_id, found in rows.items()}


def _notices(rows: Sequence[tuple[CorrectionNotice, CorrectionLine, str]]) -> Notices:
    by_id = {notice.id: notice for notice, _, _ in rows}
    spans = tuple(
        (notice.issued_on + ONE_DAY, local_day(notice.answered_at) if notice.answered_at else None)
        for notice in by_id.values()
        if notice.state is not NoticeState.LAPSED
    )
    lines = tuple(
        NoticeLine(code, line.defect, line.requirement, line.answered_at)
        for notice, line, code in rows
        if notice.state is NoticeState.OPEN
    )
    found = next((notice for notice in by_id.values() if notice.state is NoticeState.OPEN), None)
    return Notices(Notice(found.issued_on, found.respond_by, lines) if found else None, spans)


def desk_of_case(
    session: Session,
    case: Case,
    tracks: Sequence[TrackLine],
    with_applicant: tuple[Span, ...],
    calendar: WorkingCalendar,
    today: dt.date,
) -> DeskBar | None:
    """The bar of a filed case; one statement for who waits for whom."""
    upstream: dict[int, list[int]] = {}
    for row in session.scalars(
        select(TrackUpstream).join(Track, Track.id == TrackUpstream.track_id).where(Track.case_id == case.id)
    ):
        upstream.setdefault(row.track_id, []).append(row.upstream_id)
    by_id = {track.id: track for track in tracks}
    ends: dict[int, dt.date | None] = {}
    for track in tracks:
        _expect(track, by_id, upstream, ends, case.notice_due_on or today, calendar, today)
    filed_on = local_day(case.filed_at) if case.filed_at else today
    facts = [_facts(track, ends, upstream, with_applicant, filed_on, today) for track in tracks]
    return desk_bar([each for each in facts if each is not None], calendar, today)


def _expect(
    track: TrackLine,
    by_id: Mapping[int, TrackLine],
    upstream: Mapping[int, Sequence[int]],
    ends: dict[int, dt.date | None],
    notice_due_on: dt.date,
    calendar: WorkingCalendar,
    today: dt.date,
) -> dt.date | None:
    """The day a track may end if everybody keeps the committed limit; None once it has ended, or is behind none."""
    if track.id in ends:
        return ends[track.id]
    ends[track.id] = None
    own = track.committed_wd or 0
    if track.is_over:
        return None
    before = [
        end
        for each in upstream.get(track.id, ())
        if (end := _expect(by_id[each], by_id, upstream, ends, notice_due_on, calendar, today)) is not None
    ]
    if track.state is TrackState.AWAITING_UPSTREAM:
        end = calendar.add(max(before, default=today), own)
    else:
        end = max([_alone(track, own, notice_due_on, calendar, today), *before])
    ends[track.id] = max(end, today)
    return ends[track.id]


def _alone(track: TrackLine, own: int, notice_due_on: dt.date, calendar: WorkingCalendar, today: dt.date) -> dt.date:
    """The end by its own clock: due day while it runs, rest after the planned resume while it is paused."""
    reading = track.reading.committed or track.reading.statutory if track.reading else None
    if reading is None:
        return calendar.add(max(notice_due_on, today), own)
    if reading.due_on is not None:
        return reading.due_on
    pause = track.open_pause
    back = max(pause.planned_resume_on if pause else today, today)
    return calendar.add(back - ONE_DAY, max(reading.remaining, 0))


def _facts(
    track: TrackLine,
    ends: Mapping[int, dt.date | None],
    upstream: Mapping[int, Sequence[int]],
    corrections: tuple[Span, ...],
    filed_on: dt.date,
    today: dt.date,
) -> DeskFacts | None:
    if track.receipt_on is None:
        return None
    committed = track.reading.committed if track.reading else None
    statutory = track.reading.statutory if track.reading else None
    waits = [end for each in upstream.get(track.id, ()) if (end := ends.get(each)) is not None]
    awaiting = track.state is TrackState.AWAITING_UPSTREAM
    mine = _with_applicant(track, corrections)
    return DeskFacts(
        key=track.public_id,
        received_on=min(track.receipt_on, filed_on) if mine else track.receipt_on,
        accepted_on=track.accepted_on,
        ended_on=track.decided_on or (local_day(track.ended_at) if track.ended_at else None),
        committed_due_on=committed.due_on if committed else None,
        statutory_due_on=statutory.due_on if statutory else None,
        expected_on=ends.get(track.id),
        admitted_on=track.admitted_on,
        waits_until=max(waits, default=today) if awaiting else None,
        pauses=tuple(
            (pause.started_on, pause.resumed_on or max(pause.planned_resume_on, today + ONE_DAY))
            for pause in track.pauses
        ),
        with_applicant=mine,
    )


def _with_applicant(track: TrackLine, corrections: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans of this item: one admitted before the notice, or not asked to correct anything, was never part of it."""
    return tuple(
        (start, end)
        for start, end in corrections
        if (track.admitted_on is None or track.admitted_on >= start)
        and (end is not None or track.state is TrackState.CORRECTION_OPEN)
    )
