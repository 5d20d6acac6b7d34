"""The figures of one month of a division, per department and in total. Statements do not grow with the items."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.foundation.settings import TIMEZONE
from app.foundation.wallclock import local_day
from approvals.domain.bulletin import Month, Story, Tally, places, tally_of, total
from approvals.domain.events import Tag
from approvals.domain.refusals import NotFound
from approvals.models.applicants import Project
from approvals.models.cases import Case, Decision, Track
from approvals.models.oversight import SupervisionNotice, SupervisionReply
from approvals.models.traces import CaseEvent
from approvals.queries.clocks import facts_of
from approvals.queries.scope import SUPERVISES, oversees
from departments.domain.actor import Actor
from departments.models.people import Department, Division
from departments.queries.calendar import load_calendar


@dataclass(frozen=True)
class DepartmentFigures:
    """One department's month; `place` is None for one that had nothing to decide."""

    id: int
    code: str
    name_zh: str
    name_en: str
    organ_zh: str
    organ_en: str
    place: int | None
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """A division's month: the departments in the order of their places, those without one behind. `listed` are the projects
    under listed supervision (挂牌) at its end, with the matter."""

    division: str
    division_zh: str
    division_en: str
    month: Month
    departments: tuple[DepartmentFigures, ...]
    total: Tally
    listed: tuple[tuple[str, str], ...]


_Tallies = defaultdict[int, Tally]


def bulletin_figures(session: Session, division: str, month: Month, actor: Actor) -> Figures:
    """Worked out from the facts as they stood at the end of the month; `division` is its code.

    Raises NotFound for a division that the actor does not supervise.
    """
    place = session.scalars(select(Division).where(Division.code == division)).one_or_none()
    if place is None or not oversees(session, actor, place.id, SUPERVISES):
        raise NotFound
    tallies: _Tallies = defaultdict(Tally)
    _items(session, place.id, month, tallies)
    _broken(session, place.id, month, tallies)
    listed = _notices(session, place.id, month, tallies)
    own = (Department.division_id == place.id) | Department.id.in_(list(tallies))
    found = session.scalars(select(Department).where(own).order_by(Department.id)).all()
    ranks = {id_: rank for rank, id_ in places({one.id: tallies[one.id] for one in found})}
    rows = [
        DepartmentFigures(
            one.id, one.code, one.name_zh, one.name_en, one.organ_zh, one.organ_en, ranks.get(one.id), tallies[one.id]
        )
        for one in found
    ]
    rows.sort(key=lambda row: (row.place is None, row.place or 0, row.id))
    whole = total(row.tally for row in rows)
    return Figures(place.code, place.name_zh, place.name_en, month, tuple(rows), whole, listed)


def _items(session: Session, division: int, month: Month, tallies: _Tallies) -> None:
    """Every item that was in hand in the month or was decided in it, also in a former round."""
    begins, _ = moments(month)
    in_hand = or_(Track.ended_at.is_(None), Track.ended_at >= begins)
    decided_then = select(Decision.track_id).where(Decision.decided_on.between(month.first, month.last))
    rows = session.execute(
        select(Track, Case.filed_at)
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Case.project_id)
        .where(Project.division_id == division, Case.filed_at < moments(month)[1])
        .where(in_hand | Track.id.in_(decided_then))
        .options(selectinload(Track.pauses))
    ).all()
    former = _former(session, division, month)
    calendar = load_calendar(session)
    for track, filed_at in rows:
        ended = _day(track.ended_at) if track.decided_on is None else None
        story = Story(
            filed_on=_day(filed_at), accepted_on=track.admitted_on, ended_on=ended,
            decided_before=tuple(former.get(track.id, ())), facts=facts_of(track, track.pauses),
        )  # fmt: skip
        tallies[track.department_id] += tally_of(story, month, calendar)


def _former(session: Session, division: int, month: Month) -> dict[int, list[dt.date]]:
    """Decisions of the month that a later round has taken the place of."""
    found: dict[int, list[dt.date]] = defaultdict(list)
    rows = session.execute(
        select(Decision.track_id, Decision.decided_on)
        .join(Track, Track.id == Decision.track_id)
        .join(Project, Project.id == Track.project_id)
        .where(Project.division_id == division, Decision.decided_on.between(month.first, month.last))
        .where(Decision.round < Track.round)
    )
    for track, day in rows:
        found[track].append(day)
    return found


def _broken(session: Session, division: int, month: Month, tallies: _Tallies) -> None:
    """Deferred papers that did not come by their day, told in the month; what was excused later (不可抗力) is not broken."""
    begins, ends = moments(month)
    rows = session.execute(
        select(CaseEvent.tag, CaseEvent.at, CaseEvent.facts, Track.department_id)
        .join(Track, Track.id == CaseEvent.track_id)
        .join(Project, Project.id == Track.project_id)
        .where(Project.division_id == division, CaseEvent.at >= begins)
        .where(CaseEvent.tag.in_([Tag.PROMISE_LATE.value, Tag.PROMISE_EXCUSED.value]))
        .order_by(CaseEvent.at)
    ).all()
    excused: dict[int, dt.datetime] = {}
    for tag, at, facts, _ in rows:
        if tag == Tag.PROMISE_EXCUSED.value:
            excused[facts["line"]] = at
    for tag, at, facts, department in rows:
        if tag == Tag.PROMISE_LATE.value and at < ends and excused.get(facts["line"], begins) < at:
            tallies[department] += Tally(broken=1)


def _notices(session: Session, division: int, month: Month, tallies: _Tallies) -> tuple[tuple[str, str], ...]:
    """Notices sent in the month, those first answered in it, and the projects that were listed at its end."""
    begins, ends = moments(month)
    rows = session.execute(_sent(division).where(SupervisionNotice.sent_at < ends)).all()
    listed: dict[str, str] = {}
    for notice, first_answer, project in rows:
        sent, answered = notice.sent_at >= begins, first_answer is not None and begins <= first_answer < ends
        tallies[notice.department_id] += Tally(sent=sent, answered=answered)
        if notice.level == "listed" and (notice.closed_at is None or notice.closed_at >= ends):
            listed.setdefault(project, "；".join(notice.findings.splitlines()))
    return tuple(listed.items())


def _sent(division: int) -> Select[SupervisionNotice, dt.datetime | None, str]:
    first = (
        select(func.min(SupervisionReply.replied_at))
        .where(SupervisionReply.notice_id == SupervisionNotice.id)
        .correlate(SupervisionNotice)
        .scalar_subquery()
    )
    return (
        select(SupervisionNotice, first, Project.name)
        .join(Track, Track.id == SupervisionNotice.track_id)
        .join(Project, Project.id == Track.project_id)
        .where(Project.division_id == division)
        .order_by(SupervisionNotice.id)
    )


def moments(month: Month) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of the month and the first after it, by legal time."""
    midnight = dt.time(0)
    begins, ends = (dt.datetime.combine(day, midnight, TIMEZONE) for day in (month.first, month.next_first))
    return begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return local_day(moment) if moment is not None else None
