"""Find, lock and check before a verb moves anything."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import CaseState
from approvals.models.cases import Case, Proposal, Track
from approvals.models.letters import OutsideResult
from approvals.models.traces import CaseEvent
from approvals.queries.access import find_case, find_track
from approvals.queries.scope import oversees
from departments.domain.actor import Actor, Role
from departments.domain.permissions import may, may_at


def require(**texts: str) -> None:
    """Raise Invalid naming every field whose text is empty."""
    empty: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("required", {}) for name, text in texts.items() if not text.strip()
    }
    if empty:
        raise Invalid(empty)


def own_case(session: Session, public_id: str, actor: Actor) -> Case:
    """A case of the actor's own enterprise, locked."""
    case = find_case(session, public_id, actor, lock=True)
    # Whoever changes the applicant holds the cases: during the wait the project may have passed to somebody else.
    session.refresh(case.project, ["enterprise_id"])
    if case.project.enterprise_id not in actor.enterprise_ids:
        raise NotFound
    require_mandate(actor, case.project.enterprise_id, case.project_id)
    return case


def own_draft(session: Session, public_id: str, actor: Actor, version: int | None = None) -> Case:
    """A draft of the actor's own enterprise, locked and not changed by somebody else meanwhile."""
    case = own_case(session, public_id, actor)
    if case.state is not CaseState.DRAFT or (version is not None and case.version != version):
        raise stale(session, case)
    return case


def checked_case(session: Session, public_id: str, actor: Actor) -> Case:
    """A filed case at the window of its own division or of one above it, locked."""
    if not may(actor, "check"):
        raise NotAllowed("window_only")
    case = find_case(session, public_id, actor, lock=True)
    if not oversees(session, actor, case.project.division_id, {Role.WINDOW}):
        raise NotFound
    return case


def track_at_desk(
    session: Session, public_id: str, actor: Actor, *, permission: str, version: int | None = None
) -> tuple[Case, Track]:
    """A track of the actor's own department, its case row locked first, its version unchanged.

    The permission is asked of the post in that very department: a head elsewhere is an examiner here.
    """
    if not may(actor, permission):
        raise NotAllowed(f"{permission}_only")
    track = find_track(session, public_id, actor, lock=True)
    if track.department_id not in actor.department_ids:
        raise NotFound
    if not may_at(actor, permission, track.department_id):
        raise NotAllowed(f"{permission}_only")
    case = track.case
    if version is not None and track.version != version:
        raise stale(session, case, track)
    return case, track


def stale(session: Session, case: Case, track: Track | None = None) -> Stale:
    """What happened meanwhile: the newest event of the track, or of the case."""
    statement = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq.desc()).limit(1)
    if track is not None:
        statement = statement.where(CaseEvent.track_id == track.id)
    event = session.scalar(statement)
    if event is None:
        return Stale(tag=None, actor_id=None, at=None)
    return Stale(tag=event.tag, actor_id=event.actor_id, at=event.at)


def open_proposal(session: Session, track: Track) -> tuple[Proposal, OutsideResult | None]:
    """The proposal that waits for a signature, and the result of another system it rests on, if it does.

    Raises Refusal 'nothing_proposed'.
    """
    found = session.execute(
        select(Proposal, OutsideResult)
        .outerjoin(OutsideResult, OutsideResult.proposal_id == Proposal.id)
        .where(Proposal.track_id == track.id, Proposal.returned_at.is_(None), Proposal.signed_at.is_(None))
    ).one_or_none()
    if found is None:
        raise Refusal("nothing_proposed")
    return found[0], found[1]
