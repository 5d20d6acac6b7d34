"""On which side of an amendment a person stands, and the open amendment, its case locked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import AmendmentState, Side
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import CaseState
from approvals.models.amendments import Amendment
from approvals.models.cases import Case
from approvals.queries.access import find_case
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may

RUNNING = (CaseState.FILED, CaseState.IN_REVIEW)


def running_case(session: Session, public_id: str, actor: Actor) -> tuple[Case, Side]:
    """A case that is under way, locked, and whose side the actor is on; a foreign one is absent.

    Raises NotAllowed 'apply_only' for officials who see it and have no part in it, and what `require_mandate` raises for
    an agent whose power of attorney does not reach; Refusal 'filing_over'.
    """
    case = find_case(session, public_id, actor, lock=True)
    session.refresh(case.project, ["enterprise_id"])  # it may have passed to somebody else during the wait
    if case.project.enterprise_id in actor.enterprise_ids and may(actor, "apply"):
        require_mandate(actor, case.project.enterprise_id, case.project_id)
        side = Side.APPLICANT
    elif not may(actor, "check"):
        raise NotAllowed("apply_only")
    elif oversees(session, actor, case.project.division_id, {Role.WINDOW}):
        side = Side.WINDOW
    else:
        raise NotFound
    if case.state not in RUNNING:
        raise Refusal("filing_over")
    return case, side


def open_amendment(session: Session, case: Case, public_id: str) -> Amendment:
    """The amendment of this locked case; raises NotFound, or Refusal 'amendment_answered' when it is open no more."""
    found = session.scalar(
        select(Amendment)
        .where(Amendment.case_id == case.id, Amendment.public_id == public_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    if found.state is not AmendmentState.OPEN:
        raise Refusal("amendment_answered", state=found.state.value)
    return found


def close(amendment: Amendment, state: AmendmentState, word: str, actor: Actor, now: dt.datetime) -> None:
    """Note who ended it, how and with which word."""
    amendment.state, amendment.word = state, word
    amendment.answered_by, amendment.answered_at = actor.account_id, now


def require_other_side(amendment: Amendment, side: Side) -> None:
    """Nobody agrees with himself: raises NotAllowed 'other_side_only'."""
    if amendment.side is side:
        raise NotAllowed("other_side_only")
