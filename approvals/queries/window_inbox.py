"""The window's inbox: filings by the day they were received, each with its five-day clock (行政许可法 32(4))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.legal_days import NOTICE_WD, notice_due_on
from approvals.domain.states import CaseState, TrackState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CorrectionNotice
from approvals.queries.paging import paged
from approvals.queries.scope import within
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Stage
from departments.domain.working_calendar import WorkingCalendar
from departments.queries.catalogue import catalogue_version

TABS = ("to_check", "correcting", "answered")
PAGE_SIZE = 20


@dataclass(frozen=True)
class InboxAsked:
    """What the address asks for; unknown values were already replaced by the defaults."""

    tab: str = "to_check"
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class NoticeClock:
    """Day `day` of five: 0 on the day of receipt; `left_wd` working days to the due day, negative when late."""

    day: int
    of: int
    due_on: dt.date
    left_wd: int


@dataclass(frozen=True)
class InboxRow:
    """A filing; `waiting` of its `items` items have no answer yet, `deemed` were accepted by silence. `respond_by` is the
    applicant's day to correct.
    """

    case: str
    case_no: str
    project: str
    enterprise: str
    stage: Stage
    state: CaseState
    received_on: dt.date | None
    filed_at: dt.datetime | None
    items: int
    waiting: int
    correcting: int
    clock: NoticeClock | None
    respond_by: dt.date | None
    green_channel: str
    deemed: int = 0


@dataclass(frozen=True)
class InboxPage:
    rows: tuple[InboxRow, ...]
    total: int
    page: int
    pages: int
    tabs: Mapping[str, int]
    late: int
    due_today: int


def notice_clock(
    received_on: dt.date, calendar: WorkingCalendar, today: dt.date, told_on: dt.date | None = None
) -> NoticeClock:
    """Where the five working days after receipt stand today; the day that was told holds (`told_on`)."""
    due_on = notice_due_on(received_on, calendar, told_on)
    left = calendar.count_between(today, due_on) if today <= due_on else -calendar.count_between(due_on, today)
    return NoticeClock(max(0, calendar.count_between(received_on, today)), NOTICE_WD, due_on, left)


def inbox(session: Session, asked: InboxAsked, calendar: WorkingCalendar, today: dt.date, actor: Actor) -> InboxPage:
    """One page of the inbox of the actor's divisions, oldest receipt first; what is answered already, newest first."""
    own = Case.project_id.in_(select(Project.id).where(within(actor, roles={Role.WINDOW})))
    tabs = {tab: session.scalar(select(func.count()).select_from(Case).where(_tab(tab), own)) or 0 for tab in TABS}
    where = and_(_tab(asked.tab, folded=not asked.words), own, *_words(asked.words))
    total = (
        session.scalar(
            select(func.count())
            .select_from(Case)
            .join(Project, Project.id == Case.project_id)
            .join(Enterprise, Enterprise.id == Project.enterprise_id)
            .where(where)
        )
        or 0
    )
    page, pages = paged(asked.page, total, PAGE_SIZE)
    waiting = session.execute(
        select(Case.receipt_on, Case.notice_due_on, func.count())
        .where(_tab("to_check"), own)
        .group_by(Case.receipt_on, Case.notice_due_on)
    ).all()
    clocks = [(notice_clock(day, calendar, today, told), count) for day, told, count in waiting if day is not None]
    return InboxPage(
        rows=_rows(session, asked.tab, where, page, calendar, today, folded=not asked.words),
        total=total,
        page=page,
        pages=pages,
        tabs=tabs,
        late=sum(count for clock, count in clocks if today > clock.due_on),
        due_today=sum(count for clock, count in clocks if today == clock.due_on),
    )


def _has(*states: TrackState) -> ColumnElement[bool]:
    return exists().where(Track.case_id == Case.id, Track.state.in_(states))


_MEMBERS = aliased(Case)
_MEMBERS_WAIT = exists().where(
    _MEMBERS.led_by_id == Case.id, Track.case_id == _MEMBERS.id, Track.state == TrackState.FILED
)


def _tab(tab: str, *, folded: bool = True) -> ColumnElement[bool]:
    """A filing is to check while one item waits for the window, correcting while one waits for the applicant.

    What members of a package wait for is one line, that of the package (`folded`); who searches finds each.
    """
    filed = Case.state != CaseState.DRAFT
    if tab == "to_check" and folded:
        return and_(filed, Case.led_by_id.is_(None), or_(_has(TrackState.FILED), _MEMBERS_WAIT))
    if tab == "to_check":
        return and_(filed, _has(TrackState.FILED))
    if tab == "correcting":
        return and_(filed, ~_has(TrackState.FILED), _has(TrackState.CORRECTION_OPEN))
    return and_(filed, ~_has(TrackState.FILED, TrackState.CORRECTION_OPEN), ~_MEMBERS_WAIT)


def _words(words: str) -> list[ColumnElement[bool]]:
    likes = [f"%{word.replace('%', '').replace('_', '')}%" for word in words.split()]
    return [or_(Project.name.ilike(like), Enterprise.name.ilike(like), Case.case_no.ilike(like)) for like in likes]


def _found(session: Session, tab: str, where: ColumnElement[bool], page: int) -> Sequence[Any]:
    """One page of filings with their project's name, enterprise and green channel."""
    order = (
        (Case.admitted_on.desc(), Case.id.desc()) if tab == "answered" else (Case.receipt_on, Case.filed_at, Case.id)
    )
    return session.execute(
        select(Case, Project.name, Enterprise.name, Project.green_channel)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .where(where)
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()


def _rows(
    session: Session,
    tab: str,
    where: ColumnElement[bool],
    page: int,
    calendar: WorkingCalendar,
    today: dt.date,
    *,
    folded: bool,
) -> tuple[InboxRow, ...]:
    found = _found(session, tab, where, page)
    ids = [row[0].id for row in found]
    counts, respond = _counts(session, ids, with_members=folded and tab == "to_check"), _respond_by(session, ids)
    catalogues = {each: catalogue_version(session, each) for each in {row[0].catalogue_version_id for row in found}}
    rows = []
    for filed, project, enterprise, green in found:
        items, waiting, correcting, deemed = counts.get(filed.id, (0, 0, 0, 0))
        received, told_on = filed.receipt_on, filed.notice_due_on
        clock = notice_clock(received, calendar, today, told_on) if waiting and received else None
        rows.append(
            InboxRow(
                filed.public_id, filed.case_no or "", project, enterprise,
                catalogues[filed.catalogue_version_id].stages[filed.stage_code], filed.state, filed.receipt_on,
                filed.filed_at, items, waiting, correcting, clock, respond.get(filed.id) if correcting else None, green,
                deemed,
            )
        )  # fmt: skip
    return tuple(rows)


def _respond_by(session: Session, ids: Sequence[int]) -> dict[int, dt.date]:
    """By when the applicant must correct what the notice of each case named."""
    notices = session.execute(
        select(CorrectionNotice.case_id, func.max(CorrectionNotice.respond_by))
        .where(CorrectionNotice.case_id.in_(ids))
        .group_by(CorrectionNotice.case_id)
    )
    return {row[0]: row[1] for row in notices}


def _counts(session: Session, ids: Sequence[int], *, with_members: bool) -> dict[int, tuple[int, int, int, int]]:
    """Items of each case: all, waiting for the window, for the applicant's corrections, accepted by silence.

    Those of a package's members count with the package where it is one line (`with_members`).
    """
    led = func.coalesce(Case.led_by_id, Case.id) if with_members else Case.id
    which = or_(Case.id.in_(ids), Case.led_by_id.in_(ids)) if with_members else Case.id.in_(ids)

    def those(state: TrackState) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((Track.state == state, 1), else_=0)), 0)

    silent = func.coalesce(func.sum(case((Track.is_deemed, 1), else_=0)), 0)
    rows = session.execute(
        select(led, func.count(), those(TrackState.FILED), those(TrackState.CORRECTION_OPEN), silent)
        .join(Case, Case.id == Track.case_id)
        .where(which)
        .group_by(led)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in rows}
