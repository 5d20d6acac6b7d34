"""A worker files what its applicant prepared and ordered: once, and only what was looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.filing_order import check_complete
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import CaseState
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.queries.enterprises import enterprises_of, mandates_of
from approvals.usecases.claims import Claim, settle
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.complete_papers import missing_papers
from approvals.usecases.enterprise.shared_papers import Sharing, asking_between
from approvals.usecases.enterprise.taking_in import Said, looked_over, take_in
from approvals.usecases.journal import tell
from departments.domain.actor import Actor
from departments.queries.people import actor_of, person


@asking_between
def file_as_ordered(
    *,
    order: int,
    close_of_business: dt.time,
    sharing: Sharing,
    claim: Claim | None = None,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """File it in the name of who ordered it, with the checks of a filing by hand; received by the clock of `now`.

    Nothing for an order that has ended. What is in the way is raised and nothing is written: Refusal
    'order_member_gone', 'order_draft_changed', 'order_incomplete', or what `submit` raises.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        found = session.get_one(FilingOrder, order)
        if found.ended_at is not None:
            return
        who = _who_ordered(session, found, now)
        draft = _draft_of(session, found, who)
        found = session.get_one(FilingOrder, order, with_for_update=True, populate_existing=True)
        if found.ended_at is not None or draft.state is not CaseState.DRAFT:
            return
        if draft.version != found.case_version:
            raise Refusal("order_draft_changed")
        said = Said(
            found.consents_upstream, True, found.signs_commitment, found.sign_method, found.catalogue_version_id
        )
        ready = looked_over(session, draft, said, sharing, who, now)
        check_complete(missing_papers(ready, sharing))
        take_in(session, ready, said, close_of_business, sharing, who, now)
        tell(session, draft, "filed_as_ordered", now=now, once=str(found.id))


def _who_ordered(session: Session, order: FilingOrder, now: dt.datetime) -> Actor:
    """The person as the house knows it today: whoever left meanwhile files nothing any more."""
    who = person(session, order.given_by)
    if who is None:
        raise Refusal("order_member_gone")
    enterprises = enterprises_of(session, who.account_id)
    acting = actor_of(who, frozenset(one.id for one in enterprises))
    return replace(acting, mandates=mandates_of(enterprises, local_day(now)))


def _draft_of(session: Session, order: FilingOrder, who: Actor) -> Case:
    public_id = session.scalars(select(Case.public_id).where(Case.id == order.case_id)).one()
    try:
        return own_case(session, public_id, who)
    except NotFound:
        raise Refusal("order_member_gone") from None
