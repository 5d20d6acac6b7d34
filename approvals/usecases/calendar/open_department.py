"""A closure is taken back: the department is open on those days after all."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.scope import ADMINISTERS, oversees
from approvals.usecases.calendar.drafts import require_administrator
from departments.domain.actor import Actor
from departments.models.calendar import DepartmentClosure
from departments.models.people import Department


def open_department(*, closure: str, actor: Actor, now: dt.datetime) -> None:
    """Remove a closure that has not begun; one that runs ends today.

    Raises NotFound, also for a department that the administrator's division does not reach; Refusal 'closure_past'.
    """
    require_administrator(actor)
    today = local_day(now)
    with unit_of_work() as session:
        row = session.scalar(select(DepartmentClosure).where(DepartmentClosure.public_id == closure).with_for_update())
        if row is None:
            raise NotFound
        if not oversees(session, actor, session.get_one(Department, row.department_id).division_id, ADMINISTERS):
            raise NotFound
        if row.last_on < today:
            raise Refusal("closure_past")
        if row.first_on >= today:
            session.delete(row)
        else:
            row.last_on = today - dt.timedelta(days=1)
