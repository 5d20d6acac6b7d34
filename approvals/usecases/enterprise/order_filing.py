"""The applicant agrees that a prepared filing is filed the moment the results it waits for are there (压茬)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.filing_order import REPLACED, awaited, check_order
from approvals.domain.refusals import NotAllowed
from approvals.domain.states import CaseState
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.queries.prerequisites import project_files
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.complete_papers import missing_papers
from approvals.usecases.enterprise.shared_papers import Sharing, asking_between
from approvals.usecases.enterprise.taking_in import Said, looked_over
from approvals.usecases.journal import record
from departments.domain.actor import Actor


@asking_between
def order_filing(
    *,
    case: str,
    version: int,
    consents_upstream: bool,
    truth_declared: bool,
    signs_commitment: bool,
    sharing: Sharing,
    actor: Actor,
    now: dt.datetime,
    catalogue_version: int | None = None,
    sign_method: str = "password",
) -> None:
    """Note who agreed, when, and to which version of the draft; agreeing again to the same version changes nothing.

    Everything is checked as if it were filed now, and it must be complete. Raises what `submit` raises, Refusal
    'nothing_awaited' when it can be filed at once, 'order_incomplete' when papers are missing; NotAllowed for a clerk who
    fills in for the applicant: only who may look again later can agree ahead.
    """
    if actor.on_behalf:
        raise NotAllowed("apply_only")
    with unit_of_work() as session:
        draft = own_draft(session, case, actor, version)
        _hold_other_cases(session, draft)
        said = Said(consents_upstream, truth_declared, signs_commitment, sign_method, catalogue_version)
        ready = looked_over(session, draft, said, sharing, actor, now)
        awaits = awaited(ready.planned, project_files(session, [draft.project_id])[draft.project_id].known)
        check_order(ready.planned, awaits, missing_papers(ready, sharing))
        if _is_new(session, draft, now):
            session.add(_order(draft, said, awaits, actor, now))
            record(
                session, draft, Tag.FILING_ORDERED, actor=actor, now=now, version=draft.version, awaited=list(awaits)
            )


def _order(draft: Case, said: Said, awaits: tuple[str, ...], actor: Actor, now: dt.datetime) -> FilingOrder:
    return FilingOrder(
        case_id=draft.id, case_version=draft.version, catalogue_version_id=draft.catalogue_version_id,
        awaited=list(awaits), consents_upstream=said.consents_upstream, signs_commitment=said.signs,
        sign_method=said.method, given_by=actor.account_id, given_at=now,
    )  # fmt: skip


def _hold_other_cases(session: Session, draft: Case) -> None:
    """Whoever signs a result holds its case: nothing is granted between looking and noting what is awaited."""
    session.scalars(
        select(Case.id)
        .where(Case.project_id == draft.project_id, Case.state.in_([CaseState.FILED, CaseState.IN_REVIEW]))
        .order_by(Case.id)
        .with_for_update(of=Case, key_share=True)
    ).all()


def _is_new(session: Session, draft: Case, now: dt.datetime) -> bool:
    """Whether nothing was ordered for this version yet; an order for an older one ends here."""
    former = session.scalar(
        select(FilingOrder)
        .where(FilingOrder.case_id == draft.id, FilingOrder.ended_at.is_(None))
        .with_for_update(of=FilingOrder)
    )
    if former is None:
        return True
    if former.case_version == draft.version and former.catalogue_version_id == draft.catalogue_version_id:
        return False
    former.ended_at, former.ended_because = now, REPLACED
    session.flush()
    return True
