"""The applicant chooses by which day a deferred paper comes for one item; the limit is the catalogue's."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_time
from approvals.domain.legal_days import notice_due_on, receipt_on
from approvals.domain.promise_choice import deferral_days
from approvals.domain.refusals import Refusal
from approvals.domain.states import PromiseKind
from approvals.models.papers import PromiseChoice
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.choose_commitment import forget_choice
from approvals.usecases.enterprise.planning import plan_of
from departments.domain.actor import Actor
from departments.queries.calendar import load_calendar


def choose_deferral_day(
    *,
    case: str,
    item: str,
    material: str,
    day: dt.date,
    close_of_business: dt.time,
    actor: Actor,
    now: dt.datetime,
) -> int:
    """Keep the day as working days after acceptance (returned): accepted sooner, it is due sooner, and no pause moves it.

    The day is read as if the item were accepted on the last day for an answer to a filing of today. Raises Refusal
    'not_deferrable', 'deferral_too_late' with the last day, 'deferral_too_early'.
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        paper = next((one for one in plan_of(session, draft).papers if one.code == material), None)
        most = paper.deferrable_for.get(item) if paper else None
        if most is None:
            raise Refusal("not_deferrable", field="day", material=material)
        calendar = load_calendar(session)
        accepted = notice_due_on(receipt_on(local_time(now), close_of_business, calendar), calendar)
        days = deferral_days(day, accepted, most, calendar)
        forget_choice(session, draft, item, material)
        session.add(
            PromiseChoice(
                case_id=draft.id, item_code=item, material_code=material, kind=PromiseKind.DEFERRAL, days_wd=days
            )
        )
        draft.version += 1
        return days
