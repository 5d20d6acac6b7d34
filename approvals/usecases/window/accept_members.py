"""The window admits the items of all members of a package at once: their papers are the same files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.case_flow import case_state
from approvals.domain.events import Tag
from approvals.domain.legal_days import deemed_accepted_on
from approvals.domain.refusals import Refusal
from approvals.domain.states import CaseState, NoticeState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CommitmentLine, CorrectionNotice
from approvals.queries.paper_checks import failed_papers
from approvals.usecases.desk import checked_case
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.journal import record, tell
from approvals.usecases.window.acceptance_letter import issue_acceptance
from approvals.usecases.window.admission import let_in, missing_papers
from departments.domain.actor import Actor
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.calendar import load_calendar


def accept_members(*, case: str, actor: Actor, now: dt.datetime) -> int:
    """Admit every filed item of the members of this package's case; returns in how many cases.

    One notice with the list of the members goes out with the package's case. A member with an open one-time notice is
    left to be answered alone. Raises Refusal 'nothing_chosen' when none waits, 'papers_missing', 'papers_failed', and
    'deemed_by_law' when the five days are over: the law accepts each case by itself then.
    """
    with unit_of_work() as session:
        whole, calendar = checked_case(session, case, actor), load_calendar(session)
        cases = _waiting_cases(session, whole)
        tracks = session.scalars(
            select(Track)
            .where(Track.case_id.in_([one.id for one in cases]), Track.state == TrackState.FILED)
            .order_by(Track.id)
        ).all()
        if not tracks:
            raise Refusal("nothing_chosen")
        _refuse(session, whole, tracks, calendar, now)
        _accept(session, open_file(session, whole), cases, tracks, calendar, actor, now)
        return len({track.case_id for track in tracks})


def _waiting_cases(session: Session, whole: Case) -> Sequence[Case]:
    """The members' cases that may be answered together, locked in the order everybody locks them."""
    told = select(CorrectionNotice.case_id).where(CorrectionNotice.state == NoticeState.OPEN)
    return session.scalars(
        select(Case)
        .where(
            Case.led_by_id == whole.id,
            Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]),
            Case.id.not_in(told),
        )
        .order_by(Case.id)
        .with_for_update()
    ).all()


def _refuse(
    session: Session, whole: Case, tracks: Sequence[Track], calendar: WorkingCalendar, now: dt.datetime
) -> None:
    by_id = {one.id: one.item_code for one in tracks}
    for received in {one.receipt_on for one in tracks if one.receipt_on}:
        day = deemed_accepted_on(received, local_day(now), calendar, whole.notice_due_on)
        if day is not None:
            raise Refusal("deemed_by_law", items=sorted(set(by_id.values())), accepted_on=day.isoformat())
    for code, found in (("papers_missing", missing_papers), ("papers_failed", failed_papers)):
        if lacking := found(session, list(by_id)):
            raise Refusal(code, items={by_id[track]: papers for track, papers in lacking.items()})


def _accept(
    session: Session,
    file: CaseFile,
    cases: Sequence[Case],
    tracks: Sequence[Track],
    calendar: WorkingCalendar,
    actor: Actor,
    now: dt.datetime,
) -> None:
    today, by_case = local_day(now), defaultdict(list)
    for track in tracks:
        by_case[track.case_id].append(track)
    lines = let_in(session, file, tracks, calendar, admitted_on=today, now=now, deemed=False)
    concerned = [one for one in cases if one.id in by_case]
    _summarise(session, file, concerned, calendar, today)
    owed: Mapping[int, list[int]] = _by_track(lines)
    for one in concerned:
        items = [track.item_code for track in by_case[one.id]]
        deferred = [line for track in by_case[one.id] for line in owed[track.id]]
        facts = {"items": items, "accepted_on": today.isoformat(), "deferred": deferred}
        record(session, one, Tag.TRACKS_ACCEPTED, actor=actor, now=now, track=None, **facts)
    samples = list({track.item_code: track for track in tracks}.values())
    numbers = {one.case_no for one in concerned}
    about = replace(file, members=tuple(one for one in file.members if one.case_no in numbers))
    promised = [line for line in lines if line.track_id in {track.id for track in samples}]
    issue_acceptance(session, about, samples, promised, calendar, actor=actor, now=now)
    tell(session, file.case, "accepted", now=now, once="members", items=[track.item_code for track in samples])


def _by_track(lines: Collection[CommitmentLine]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        found[line.track_id].append(line.id)
    return found


def _summarise(
    session: Session, file: CaseFile, cases: Sequence[Case], calendar: WorkingCalendar, admitted_on: dt.date
) -> None:
    """The state of each case and its stage clock; the window's silence is not waited for any more."""
    session.flush()
    states: dict[int, list[TrackState]] = defaultdict(list)
    for row in session.execute(select(Track.case_id, Track.state).where(Track.case_id.in_([one.id for one in cases]))):
        states[row.case_id].append(row.state)
    days = file.catalogue.themes[file.case.theme_code].joint_statutory_wd
    for one in cases:
        one.state, one.next_alarm_at = case_state(states[one.id]), None
        if one.admitted_on is None:
            one.admitted_on, one.stage_due_on = admitted_on, calendar.add(admitted_on, days)
