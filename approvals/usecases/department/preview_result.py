"""The proposer looks at the letter that the head's signature would send: the same letter, from words not yet proposed."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import rehearsal, unit_of_work
from approvals.domain.states import Outcome
from approvals.domain.track_flow import next_state
from approvals.models.cases import Proposal
from approvals.usecases.department.result_letter import issue_result
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import open_file
from departments.domain.actor import Actor


def preview_result(
    *,
    track: str,
    version: int,
    outcome: Outcome,
    findings: str,
    reasons: str = "",
    basis: str = "",
    reapply: str = "",
    conditions: str = "",
    participants: str = "",
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Issue the letter of this outcome and take it back, always: to be called while somebody rehearses, or for nothing.

    What blocks a grant does not block looking at its letter. Raises Blocked for a joint opinion without its
    acceptances, Invalid where a legal element is still empty, Refusal 'no_such_move' where nothing can be proposed.
    """
    refusing = {"reasons": reasons, "basis": basis, "reapply": reapply} if outcome is Outcome.REFUSE else {}
    require(findings=findings, **refusing)
    with rehearsal(), unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        next_state(row.state, "propose")
        file = open_file(session, case)
        thought = Proposal(
            track_id=row.id, round=row.round, outcome=outcome, findings=findings, reasons=reasons, basis=basis,
            reapply=reapply, conditions=conditions, participants=participants, proposed_by=actor.account_id or 0, proposed_at=now,
        )  # fmt: skip
        issue_result(session, file, row, thought, file.calendar, actor=actor, now=now)
