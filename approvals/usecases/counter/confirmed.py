"""Whether the applicant has confirmed the draft as it stands now."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from approvals.domain.events import Tag
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import CaseState
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.models.traces import CaseEvent
from approvals.models.window import CounterFiling
from approvals.queries.access import find_case_of_anybody
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may


def stands_confirmed(session: Session, case: Case, filing: CounterFiling) -> bool:
    """Neither an answer nor a paper was changed since."""
    if filing.confirmed_at is None or filing.confirmed_version != case.version:
        return False
    newest = session.scalar(
        select(func.max(MaterialVersion.supplied_at))
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .where(CaseMaterial.case_id == case.id)
    )
    return newest is None or newest <= filing.confirmed_at


def require_confirmed(session: Session, case: Case, actor: Actor) -> None:
    """Who files on behalf needs the applicant's word first. Raises Refusal 'not_confirmed'."""
    if not actor.on_behalf:
        return
    filing = session.scalar(select(CounterFiling).where(CounterFiling.case_id == case.id))
    if filing is None or not stands_confirmed(session, case, filing):
        raise Refusal("not_confirmed")


def require_second_clerk(session: Session, case: Case, actor: Actor) -> None:
    """Where the installation asks for four eyes at the counter, who opened, filed or took the slip of a filing on behalf
    does not admit it. Raises Refusal 'counter_four_eyes'."""
    if not settings().counter_four_eyes:
        return
    filing = session.scalar(select(CounterFiling).where(CounterFiling.case_id == case.id))
    if filing is None:
        return
    filed = select(CaseEvent.actor_id).where(CaseEvent.case_id == case.id, CaseEvent.tag == Tag.CASE_FILED.value)
    if actor.account_id in {filing.opened_by, filing.slip_taken_by, session.scalar(filed)}:
        raise Refusal("counter_four_eyes")


def draft_at_counter(session: Session, public_id: str, actor: Actor) -> Case:
    """A draft for the window of its division, locked. Raises NotAllowed 'window_only', NotFound."""
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    case = find_case_of_anybody(session, public_id, lock=True)
    if case is None or not oversees(session, actor, case.project.division_id, {Role.WINDOW}):
        raise NotFound
    if case.state is not CaseState.DRAFT:
        raise Refusal("already_filed")
    return case
