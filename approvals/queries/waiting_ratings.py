"""Bad ratings that nobody has answered, the oldest first: for those they are about, and for supervision."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.foundation.wallclock import local_day
from approvals.domain.ratings import BAD, Satisfaction
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.ratings import ServiceRating
from approvals.queries.scope import SUPERVISES, within
from departments.domain.actor import Actor, Role
from departments.domain.catalogue import Item
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Department
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import catalogue_version, know_version

_BAD: BindParameter[list[Satisfaction]] = bindparam("bad", sorted(BAD), expanding=True, literal_execute=True)
"""Written out, as the index has it: of values that are bound no database can tell that the index holds them."""
MOST = 100
"""Ratings on one page; those that have waited longest."""


@dataclass(frozen=True)
class WaitingRating:
    """One bad rating: of which item, what was said, and how many working days ago (the day itself does not count)."""

    track: str
    case: str
    item: Item
    department_zh: str
    department_en: str
    project: str
    case_no: str
    level: Satisfaction
    words: str
    given_at: dt.datetime
    waited_wd: int
    is_late: bool
    is_for_window: bool
    """The item ended before any department had it."""


@dataclass(frozen=True)
class WaitingRatings:
    """The first rows and how many there are in all; late is what has waited more than `limit_wd` working days."""

    rows: tuple[WaitingRating, ...]
    total: int
    limit_wd: int


def ratings_at_desk(session: Session, actor: Actor, *, today: dt.date, limit_wd: int) -> WaitingRatings:
    """What the departments have to look into at whose desks the actor sits; one statement."""
    own = Track.department_id.in_(sorted(actor.department_ids)) & Track.admitted_on.is_not(None)
    return _waiting(session, own, today, limit_wd)


def ratings_at_window(session: Session, actor: Actor, *, today: dt.date, limit_wd: int) -> WaitingRatings:
    """What the windows of the actor's divisions have to look into; one statement."""
    own = within(actor, roles={Role.WINDOW}) & Track.admitted_on.is_(None)
    return _waiting(session, own, today, limit_wd)


def ratings_overseen(session: Session, actor: Actor, *, today: dt.date, limit_wd: int) -> WaitingRatings:
    """What departments and windows of the supervisor's divisions have to look into; one statement."""
    return _waiting(session, within(actor, roles=SUPERVISES), today, limit_wd)


def _waiting(session: Session, whose: ColumnElement[bool], today: dt.date, limit_wd: int) -> WaitingRatings:
    """Of each item what was said last: taking it up again is no answer, and a rating of the new decision takes the place
    of the former."""
    later = aliased(ServiceRating)
    newest = select(func.max(later.round)).where(later.track_id == ServiceRating.track_id).scalar_subquery()
    found = session.execute(
        select(ServiceRating, Track, Case, Project.name, Department, CatalogueVersion.sha256, func.count().over())
        .join(Track, Track.id == ServiceRating.track_id)
        .join(Case, Case.id == Track.case_id)
        .join(CatalogueVersion, CatalogueVersion.id == Case.catalogue_version_id)
        .join(Project, Project.id == Track.project_id)
        .join(Department, Department.id == Track.department_id)
        .where(ServiceRating.level.in_(_BAD), ServiceRating.answered_at.is_(None), ServiceRating.round == newest, whose)
        .order_by(ServiceRating.given_at, ServiceRating.id)
        .limit(MOST)
    ).all()
    calendar, rows = load_calendar(session), []
    for rating, track, case, project, department, sha256, _ in found:
        know_version(session, case.catalogue_version_id, sha256)
        item = catalogue_version(session, case.catalogue_version_id).items[track.item_code]
        waited = calendar.count_between(local_day(rating.given_at), today)
        rows.append(
            WaitingRating(
                track=track.public_id, case=case.public_id, item=item,
                department_zh=department.name_zh, department_en=department.name_en, project=project,
                case_no=case.case_no or "", level=rating.level, words=rating.words, given_at=rating.given_at,
                waited_wd=waited, is_late=waited > limit_wd, is_for_window=track.admitted_on is None,
            )
        )  # fmt: skip
    return WaitingRatings(tuple(rows), found[0][-1] if found else 0, limit_wd)
