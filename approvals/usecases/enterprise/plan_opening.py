"""The applicant says when the project is to open and how long its own work takes before each stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotFound
from approvals.queries.access import find_project
from departments.domain.actor import Actor

MOST_OWN_DAYS = 3_650
"""Natural days: ten years of building."""
LAST_DAY = dt.date(2100, 12, 31)


def plan_opening(
    *, project: str, opens_on: dt.date | None, own_days: Mapping[str, int], actor: Actor, now: dt.datetime
) -> None:
    """Store the day (None takes it back) and the natural days before each stage; saying the same again changes nothing.

    Raises NotFound for a foreign project, Invalid 'past_day', 'day_too_far' after the year 2100, and 'days_out_of_range'
    for days outside 0 to 3,650 (the field is the stage's code).
    """
    errors: dict[str, tuple[str, dict[str, Any]]] = {
        stage: ("days_out_of_range", {"most": MOST_OWN_DAYS})
        for stage, days in own_days.items()
        if not 0 <= days <= MOST_OWN_DAYS
    }
    if opens_on is not None and not local_day(now) <= opens_on <= LAST_DAY:
        errors["opens_on"] = ("past_day", {}) if opens_on < LAST_DAY else ("day_too_far", {"year": LAST_DAY.year})
    if errors:
        raise Invalid(errors)
    with unit_of_work() as session:
        row = find_project(session, project, actor, lock=True)
        if row.enterprise_id not in actor.enterprise_ids:
            raise NotFound
        require_mandate(actor, row.enterprise_id, row.id)
        row.opens_on = opens_on
        row.own_days = {stage: days for stage, days in own_days.items() if days}
