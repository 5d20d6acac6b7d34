"""The queue of a department: what is open, ordered by what the law will hurt first, and what is done.

Open work is judged whole by the pure clock (a stored light may be a day old), so it is read whole, narrow, in a constant
number of statements; what is done has no clock any more and is paged by the database.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from approvals.domain.states import WITH_DEPARTMENT, Supply, TrackState, Verdict
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.queries.department_work import PaperCount, QueueRow, ended_work, open_work, rows_of, select_rows
from approvals.queries.dossier import Dossier, dossiers
from approvals.queries.lateness import LateTrack, lateness_of
from approvals.queries.paging import paged
from approvals.queries.standings import ORDER, Standing
from departments.domain.actor import Actor
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar

TABS = ("mine", "department", "unassigned", "done")
LIGHTS = {
    "over": frozenset({Standing.OVER}),
    "late": frozenset({Standing.LATE}),
    "warn": frozenset({Standing.WARN}),
    "on": frozenset({Standing.ON}),
    "paused": frozenset({Standing.PAUSED, Standing.UPSTREAM}),
}
"""The lights of the queue; an item that waits for another one has no clock yet and stands with the paused."""
SORTS = ("urgency", "received", "recent")
PAGE_SIZE = 20
_LAST = dt.date.max
_BY_ITSELF = frozenset({Supply.FORM, Supply.SHARED, Supply.UPSTREAM, Supply.HELD})


@dataclass(frozen=True)
class QueueAsked:
    """What the address asks for; unknown values were already replaced by the defaults."""

    tab: str = "mine"
    light: str = ""
    words: str = ""
    item: str = ""
    sort: str = "urgency"
    page: int = 1


@dataclass(frozen=True)
class QueuePage:
    """`tabs` and `lights` count; `lights` are those of the shown tab before the light filter; `items` fill the filter."""

    rows: tuple[QueueRow, ...]
    total: int
    page: int
    pages: int
    tabs: Mapping[str, int]
    lights: Mapping[str, int]
    items: tuple[Item, ...]


def queue(session: Session, actor: Actor, asked: QueueAsked, calendar: WorkingCalendar, today: dt.date) -> QueuePage:
    """One page of the queue of the actor's departments."""
    work = open_work(session, actor, calendar, today)
    tabs = {tab: sum(_in_tab(row, tab, actor) for row in work) for tab in TABS[:3]}
    done = ended_work(actor)
    tabs["done"] = session.scalar(select(func.count()).select_from(Track).where(done)) or 0
    in_tab = [row for row in work if _in_tab(row, asked.tab, actor)]
    matching = [row for row in in_tab if _matches(row, asked)]
    standings = Counter(row.standing for row in matching)
    if asked.tab == "done":
        total, shown, page = _done_page(session, asked, calendar, today, done)
    else:
        kept = [row for row in matching if not asked.light or row.standing in LIGHTS[asked.light]]
        kept.sort(key=_SORT_KEYS[asked.sort], reverse=asked.sort == "recent")
        total, page = len(kept), paged(asked.page, len(kept), PAGE_SIZE)[0]
        shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return QueuePage(
        rows=_filled(session, shown, calendar),
        total=total,
        page=page,
        pages=paged(page, total, PAGE_SIZE)[1],
        tabs=tabs,
        lights={light: sum(standings[one] for one in folded) for light, folded in LIGHTS.items()},
        items=tuple({row.item.code: row.item for row in sorted(in_tab, key=lambda row: row.item.code)}.values()),
    )


def neighbours(rows: Iterable[QueueRow], track: str) -> tuple[int, int, QueueRow | None]:
    """Place of a track in the queue by urgency (from 1; 0 = not in it), how many there are, and the next one."""
    ordered = sorted(rows, key=urgency)
    place = next((at for at, row in enumerate(ordered, 1) if row.track == track), 0)
    following = ordered[place] if 0 < place < len(ordered) else None
    return place, len(ordered), following


def urgency(row: QueueRow) -> tuple[int, dt.date, dt.date, int]:
    """Overdue by law, overdue by promise, warned, running, paused, waiting; then the earliest due day."""
    head = row.reading.headline if row.reading else None
    return (ORDER.index(row.standing), head.not_before if head else _LAST, row.received_on or _LAST, row.id)


def recent(row: QueueRow) -> tuple[dt.datetime, int]:
    return (row.last_move_at, row.id)


def received(row: QueueRow) -> tuple[dt.date, int]:
    return (row.received_on or _LAST, row.id)


_SORT_KEYS = {"urgency": urgency, "received": received, "recent": recent}


def _in_tab(row: QueueRow, tab: str, actor: Actor) -> bool:
    if tab == "mine":
        to_sign = row.may_sign and row.state is TrackState.PROPOSED
        return row.is_mine or to_sign
    return tab == "department" or (tab == "unassigned" and not row.assignee)


def _matches(row: QueueRow, asked: QueueAsked) -> bool:
    if asked.item and row.item.code != asked.item:
        return False
    text = " ".join((row.project, row.enterprise, row.case_no, row.item.code, row.item.name_zh, row.item.name_en))
    return all(word in text.casefold() for word in asked.words.casefold().split())


def _done_page(
    session: Session, asked: QueueAsked, calendar: WorkingCalendar, today: dt.date, done: ColumnElement[bool]
) -> tuple[int, list[QueueRow], int]:
    where = [done]
    for word in asked.words.split():
        like = f"%{word.replace('%', '').replace('_', '')}%"
        where.append(
            or_(
                Project.name.ilike(like),
                Enterprise.name.ilike(like),
                Case.case_no.ilike(like),
                Track.item_code.ilike(like),
            )
        )
    if asked.item:
        where.append(Track.item_code == asked.item)
    statement = select_rows().where(*where)
    total = session.scalar(select(func.count()).select_from(statement.with_only_columns(Track.id).subquery())) or 0
    page, _ = paged(asked.page, total, PAGE_SIZE)
    found = session.execute(
        statement.order_by(Track.ended_at.desc(), Track.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    shown = Track.id.in_([row[0].id for row in found])
    return total, rows_of(session, found, shown, None, calendar, today), page


def _filled(session: Session, rows: Sequence[QueueRow], calendar: WorkingCalendar) -> tuple[QueueRow, ...]:
    """The rows of the shown page with papers, blockers and lateness, in a constant number of statements."""
    found = dossiers(session, [row.id for row in rows])
    late = lateness_of(session, (LateTrack(row.id, row.state, row.reading) for row in rows), calendar)
    return tuple(
        replace(
            row,
            papers=_count(found[row.id]),
            blockers=found[row.id].blockers if row.state in WITH_DEPARTMENT else (),
            late=late.get(row.id),
        )
        for row in rows
    )


def _count(dossier: Dossier) -> PaperCount:
    """Required papers, and how many of them count: accepted here, or come by themselves and not returned."""
    wanted = [paper for paper in dossier.papers if paper.is_required]
    ready = [
        paper
        for paper in wanted
        if paper.verdict is Verdict.ACCEPTED
        or (paper.verdict is None and paper.has_version and paper.supply in _BY_ITSELF)
    ]
    return PaperCount(len(ready), len(wanted))
