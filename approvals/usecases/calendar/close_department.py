"""An administrator says on which days a department is closed; no limit moves by it, and the page says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.refusals import Invalid
from approvals.queries.scope import ADMINISTERS, within
from approvals.usecases.calendar.drafts import require_administrator
from departments.domain.actor import Actor
from departments.models.calendar import DepartmentClosure
from departments.models.people import Department

LONGEST = dt.timedelta(days=92)


def close_department(
    *, department: str, first_on: dt.date, last_on: dt.date, reason: str, actor: Actor, now: dt.datetime
) -> str:
    """Store the closure of a department, by its public id; returns that of the closure.

    Raises Invalid: 'unknown_value' for a department that the administrator's division does not reach, 'past_day' for a
    first day before today, 'ends_before_start' and 'closure_too_long' (three months) for the last, 'closure_overlaps',
    'required' for the reason.
    """
    account, errors = require_administrator(actor), _errors(first_on, last_on, reason, local_day(now))
    with unit_of_work() as session:
        own = within(actor, Department.division_id, ADMINISTERS)
        row = session.scalar(select(Department).where(Department.public_id == department, own).with_for_update())
        if row is None:
            raise Invalid({"department": ("unknown_value", {}), **errors})
        overlapping = select(DepartmentClosure.id).where(
            DepartmentClosure.department_id == row.id,
            DepartmentClosure.first_on <= last_on,
            DepartmentClosure.last_on >= first_on,
        )
        if not errors and session.scalar(overlapping.limit(1)) is not None:
            errors["first_on"] = ("closure_overlaps", {})
        if errors:
            raise Invalid(errors)
        closure = DepartmentClosure(
            department_id=row.id, first_on=first_on, last_on=last_on, reason=reason.strip(), set_by=account, set_at=now
        )
        session.add(closure)
        session.flush()
        return closure.public_id


def _errors(first_on: dt.date, last_on: dt.date, reason: str, today: dt.date) -> dict[str, tuple[str, dict[str, Any]]]:
    """What is wrong with the days and the words, field by field."""
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if not reason.strip():
        errors["reason"] = ("required", {})
    if first_on < today:
        errors["first_on"] = ("past_day", {})
    if last_on < first_on:
        errors["last_on"] = ("ends_before_start", {"first_on": first_on})
    elif last_on - first_on > LONGEST:
        errors["last_on"] = ("closure_too_long", {"most": LONGEST.days})
    return errors
