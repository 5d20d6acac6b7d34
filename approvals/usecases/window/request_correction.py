"""材料补正一次性告知: the window tells every gap once; the items concerned wait for the applicant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.legal_days import correction_lapse_on
from approvals.domain.letters.admission import CorrectionLine as PrintedLine
from approvals.domain.letters.admission import CorrectionNotice as PrintedNotice
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import NoticeState, TrackState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, CorrectionLine, CorrectionNotice, MaterialDemand
from approvals.queries.arrivals import is_untold
from approvals.queries.window_notices import askers_of, new_since_notice
from approvals.usecases.desk import checked_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.receipt_clock import set_receipt_clock
from approvals.usecases.stage_timing import set_stage_due
from approvals.usecases.unserved import PUSH_WD, push_correction
from approvals.usecases.window.silence import admit_silent, refuse_late
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar

TOLD = (TrackState.FILED, TrackState.CORRECTION_OPEN)
"""Nobody answered these yet; one that waits for the applicant can only be told what came after its notice."""
LINE_BASIS = "《中华人民共和国行政许可法》第三十二条第一款第四项"


@dataclass(frozen=True)
class CorrectionAsked:
    """One gap: the paper's public id, what is wrong, what is asked, and the departments that ask (none: the window)."""

    paper: str
    defect: str
    requirement: str
    asked_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Gap:
    """A gap with its row and the filed tracks that want the paper."""

    asked: CorrectionAsked
    paper: CaseMaterial
    tracks: tuple[Track, ...]


def request_correction(*, case: str, lines: Sequence[CorrectionAsked], actor: Actor, now: dt.datetime) -> None:
    """Send the one notice of this submission and set the items that want those papers to correction_open.

    What an amendment brought after it was never told about: it has a notice of its own, and the five days for it run
    whether or not the first one is answered. While that is open the new lines join its list, and the later last day
    holds for all. Raises Refusal 'notice_already_open' or 'notice_already_sent' (only one per submission, Art. 32(4));
    Invalid for a line without words; NotFound for a paper of another case; 'deemed_by_law' when the five days are over:
    the items nobody answered are accepted by the law then, and that is stored.
    """
    empty: dict[str, tuple[str, dict[str, Any]]] = {
        line.paper: ("required", {}) for line in lines if not (line.defect.strip() and line.requirement.strip())
    }
    if empty:
        raise Invalid(empty)
    if not lines:
        raise Refusal("nothing_chosen")
    with unit_of_work() as session:
        row, calendar = checked_case(session, case, actor), load_calendar(session)
        since = new_since_notice(session, row.id)
        running = require_untold(session, row, since)
        gaps = _gaps(session, row, lines, since)
        silent = admit_silent(session, row, calendar, now)
        if not silent:
            _send(session, row, running, gaps, calendar, actor, now)
    if silent:
        refuse_late(silent)


def _send(
    session: Session,
    case: Case,
    running: CorrectionNotice | None,
    gaps: list[_Gap],
    calendar: WorkingCalendar,
    actor: Actor,
    now: dt.datetime,
) -> None:
    notice = running or _add_notice(session, case, actor, now)
    notice.issued_on, notice.respond_by = local_day(now), correction_lapse_on(local_day(now), calendar)
    _add_lines(session, notice, gaps)
    tracks = list({track.id: track for gap in gaps for track in gap.tracks}.values())
    for track in tracks:
        if track.state is TrackState.FILED:
            track.state = next_state(track.state, "request_correction")
            track.version += 1
    set_receipt_clock(session, case, calendar)
    set_stage_due(session, case, calendar)
    record(
        session, case, Tag.CORRECTION_REQUESTED, actor=actor, now=now, notice=notice.id,
        papers=list(dict.fromkeys(gap.paper.material_code for gap in gaps)), items=[track.item_code for track in tracks],
    )  # fmt: skip
    _print(session, open_file(session, case), gaps, tracks, notice.respond_by, actor, now)
    respond_by = notice.respond_by.isoformat()
    tell(session, case, "correction_requested", now=now, respond_by=respond_by, count=len(gaps))
    push_correction(session, case, notice, calendar.add(notice.issued_on, PUSH_WD), now)


def _add_notice(session: Session, case: Case, actor: Actor, now: dt.datetime) -> CorrectionNotice:
    day = local_day(now)
    notice = CorrectionNotice(
        case_id=case.id, state=NoticeState.OPEN, issued_by=actor.account_id or 0, issued_on=day, respond_by=day
    )
    session.add(notice)
    session.flush()
    return notice


def _add_lines(session: Session, notice: CorrectionNotice, gaps: Sequence[_Gap]) -> None:
    """A paper that is in the list already stays one line of it, and is to be answered again."""
    rows = session.scalars(select(CorrectionLine).where(CorrectionLine.notice_id == notice.id)).all()
    there = {line.case_material_id: line for line in rows}
    for gap in gaps:
        defect, requirement, askers = gap.asked.defect.strip(), gap.asked.requirement.strip(), gap.asked.asked_by
        line = there.get(gap.paper.id)
        if line is None:
            line = CorrectionLine(
                notice_id=notice.id, case_material_id=gap.paper.id, defect=defect, requirement=requirement,
                asked_by=list(askers),
            )  # fmt: skip
            session.add(line)
            continue
        said = line.answered_at is None
        line.defect = _both(line.defect, defect) if said else defect
        line.requirement = _both(line.requirement, requirement) if said else requirement
        line.asked_by, line.answered_at = list(dict.fromkeys([*line.asked_by, *askers])), None


def _both(old: str, new: str) -> str:
    return old if new in old else f"{old}\n{new}"


def require_untold(session: Session, case: Case, since: Set[str] | None = None) -> CorrectionNotice | None:
    """One notice per submission, answered or not: every gap must have been told in it. `since`: what came later, which
    may still be told; so may everything whose letter was struck out. Returns the notice that is open.
    """
    earlier = session.scalars(select(CorrectionNotice).where(CorrectionNotice.case_id == case.id)).all()
    running = next((one for one in earlier if one.state is NoticeState.OPEN), None)
    if earlier and not since and not is_untold(session, case.id):
        raise Refusal("notice_already_open" if running else "notice_already_sent")
    return running


def _gaps(session: Session, case: Case, lines: Sequence[CorrectionAsked], since: Set[str] | None) -> list[_Gap]:
    """`since`: the only items and papers that can still be told about; None: all of them."""
    rows = session.execute(
        select(CaseMaterial, Track)
        .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
        .join(Track, Track.id == MaterialDemand.track_id)
        .where(CaseMaterial.case_id == case.id, CaseMaterial.public_id.in_([line.paper for line in lines]))
        .order_by(Track.id)
    ).all()
    papers = {paper.public_id: paper for paper, _ in rows}
    gaps = []
    for line in lines:
        if line.paper not in papers:
            raise NotFound
        wanting = tuple(
            track
            for paper, track in rows
            if paper.public_id == line.paper and track.state in TOLD
            if since is None or not since.isdisjoint((track.item_code, paper.material_code))
        )
        if not wanting:
            raise Refusal("already_answered", items=[])
        gaps.append(_Gap(line, papers[line.paper], wanting))
    return gaps


def _print(
    session: Session,
    file: CaseFile,
    gaps: list[_Gap],
    tracks: list[Track],
    respond_by: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> None:
    names = askers_of(session, [department for gap in gaps for department in gap.asked.asked_by])
    lines = tuple(
        PrintedLine(
            paper=file.paper_ref(gap.paper.material_code),
            items=tuple(file.catalogue.items[track.item_code].name_zh for track in gap.tracks),
            defect=gap.asked.defect.strip(),
            requirement=gap.asked.requirement.strip(),
            basis=LINE_BASIS,
            asked_by=tuple(names[department].name_zh for department in gap.asked.asked_by),
        )
        for gap in gaps
    )

    def build(numbered: Numbered) -> PrintedNotice:
        return PrintedNotice(
            **file.frame(file.window, local_day(now)),
            **numbered.stamp,
            stage_zh=file.stage.name_zh,
            received_on=file.received_on,
            items=tuple(file.item_ref(track.item_code) for track in tracks),
            lines=lines,
            reply_by=respond_by,
        )

    issue(session, file, kind="correction_notice", organ=file.window, build=build, actor=actor, now=now, tracks=tracks)
