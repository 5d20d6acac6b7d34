"""现场踏勘: two officers record what they saw (Art. 34)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import WITH_DEPARTMENT
from approvals.models.cases import SiteVisit
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.journal import record
from departments.domain.actor import Actor
from departments.models.people import Account, Post


def record_site_visit(
    *, track: str, visited_on: dt.date, second_officer: str, findings: str, actor: Actor, now: dt.datetime
) -> None:
    """Store the visit of the actor and a colleague of the same department; told twice in the same words it is one.

    Raises Invalid: no findings, a day in the future, or a second officer who is the actor or of another department.
    """
    require(findings=findings)
    if visited_on > local_day(now):
        raise Invalid({"visited_on": ("future_day", {})})
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine")
        if row.state not in WITH_DEPARTMENT or actor.account_id is None:
            raise Refusal("no_such_move", state=row.state.value, verb="record_site_visit")
        second = session.scalar(
            select(Account.id)
            .join(Post, Post.account_id == Account.id)
            .where(Account.public_id == second_officer, Post.department_id == row.department_id)
        )
        if second is None or second == actor.account_id:
            raise Invalid({"second_officer": ("second_officer_needed", {})})
        same = {
            "track_id": row.id, "visited_on": visited_on, "first_officer_id": actor.account_id,
            "second_officer_id": second, "findings": findings.strip(),
        }  # fmt: skip
        if session.scalar(select(SiteVisit.id).filter_by(**same).limit(1)) is not None:
            return
        visit = SiteVisit(**same, recorded_at=now)
        session.add(visit)
        session.flush()
        record(
            session, case, Tag.SITE_VISITED, actor=actor, now=now, track=row, visit=visit.id, on=visited_on.isoformat()
        )
