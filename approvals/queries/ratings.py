"""Ratings beside their item, and in the file of the enterprise that gave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.amendment import AmendmentState
from approvals.domain.ratings import Satisfaction
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.ratings import ServiceRating
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.domain.catalogue import Item
from departments.domain.permissions import may
from departments.models.people import Account, Department
from departments.queries.catalogue import catalogue_version

MOST_LINES = 200


@dataclass(frozen=True)
class RatingRow:
    """One rating and its answer; `enterprise_id`: who gave it, also when the project has another applicant now.

    `is_for_window`: the item ended before any department had it, so that the window looks into it and answers.
    `is_of_today`: of the round the item is in now; it has been taken up again since otherwise.
    """

    enterprise_id: int
    level: Satisfaction
    words: str
    given_by: str
    given_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    is_for_window: bool
    is_of_today: bool

    @property
    def is_waiting(self) -> bool:
        """A bad rating that nobody has answered."""
        return self.level.is_bad and self.answered_at is None


@dataclass(frozen=True)
class RatingOnFile:
    """A rating with what it is about; `name_zh` and `name_en` are the department's, which never had it if `is_for_window`."""

    case_no: str
    project: str
    item: Item
    name_zh: str
    name_en: str
    level: Satisfaction
    words: str
    given_at: dt.datetime
    answer: str
    is_for_window: bool


def rating_of(session: Session, track_id: int) -> RatingRow | None:
    """What the applicant said last of the handling of this item; one statement."""
    return ratings_of(session, [track_id]).get(track_id)


def ratings_of(session: Session, track_ids: Collection[int]) -> Mapping[int, RatingRow]:
    """By track what was said last, also of a round before the one it is in now; one statement, none without tracks."""
    if not track_ids:
        return {}
    giver, answerer = aliased(Account), aliased(Account)
    found = session.execute(
        select(ServiceRating, Track.admitted_on, Track.round, giver.name, answerer.name)
        .join(giver, giver.id == ServiceRating.given_by)
        .outerjoin(answerer, answerer.id == ServiceRating.answered_by)
        .join(Track, Track.id == ServiceRating.track_id)
        .where(ServiceRating.track_id.in_(track_ids))
        .order_by(ServiceRating.round)
    )
    return {
        row.track_id: RatingRow(
            row.enterprise_id, row.level, row.words, who, row.given_at, row.answer, by or "", row.answered_at,
            admitted_on is None, row.round == round_now,
        )
        for row, admitted_on, round_now, who, by in found
    }  # fmt: skip


def looks_into(session: Session, track: Track, actor: Actor) -> bool:
    """Whether a bad rating of this item is the actor's to answer: its department's, or where none had it the window's."""
    if track.admitted_on is not None:
        return track.department_id in actor.department_ids
    return may(actor, "check") and oversees(session, actor, track.case.project.division_id, {Role.WINDOW})


def ended_for_another(session: Session, track_id: int) -> bool:
    """Whether this item ended for another enterprise than the project's applicant of today; one statement.

    Whose it was then is said by the first change of applicant after its end.
    """
    found = session.scalar(
        select(ApplicantChange.former_id != Project.enterprise_id)
        .join(Project, Project.id == ApplicantChange.project_id)
        .join(Track, Track.project_id == ApplicantChange.project_id)
        .where(
            Track.id == track_id, ApplicantChange.state == AmendmentState.AGREED,
            ApplicantChange.ended_at >= Track.ended_at,
        )
        .order_by(ApplicantChange.ended_at, ApplicantChange.id)
        .limit(1)
    )  # fmt: skip
    return bool(found)


def ratings_on_file(session: Session, enterprise_id: int, reach: ColumnElement[bool]) -> tuple[RatingOnFile, ...]:
    """The enterprise's ratings in the cases that are the reader's business, the newest first; one statement."""
    rows = session.execute(
        select(ServiceRating, Track, Case, Project.name, Department.name_zh, Department.name_en)
        .join(Track, Track.id == ServiceRating.track_id)
        .join(Department, Department.id == Track.department_id)
        .join(Case, Case.id == Track.case_id)
        .join(Project, Project.id == Case.project_id)
        .where(ServiceRating.enterprise_id == enterprise_id, reach)
        .order_by(ServiceRating.id.desc())
        .limit(MOST_LINES)
    )
    return tuple(
        RatingOnFile(
            case.case_no or "", project, catalogue_version(session, case.catalogue_version_id).items[track.item_code], zh, en,
            row.level, row.words, row.given_at, row.answer, track.admitted_on is None,
        )
        for row, track, case, project, zh, en in rows
    )  # fmt: skip
