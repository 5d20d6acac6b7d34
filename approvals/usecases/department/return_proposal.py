"""The head returns a proposal with words; the examiner works on."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.outcome import is_own
from approvals.domain.refusals import Refusal
from approvals.domain.track_flow import next_state
from approvals.usecases.desk import open_proposal, require, track_at_desk
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def return_proposal(*, track: str, version: int, because: str, actor: Actor, now: dt.datetime) -> None:
    """Give the track back to its examiner; raises Invalid without words, Refusal 'own_proposal' (four eyes)."""
    require(because=because)
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        proposal, _ = open_proposal(session, row)
        if is_own(proposal.proposed_by, actor.account_id):
            raise Refusal("own_proposal")
        row.state = next_state(row.state, "return_proposal")
        proposal.returned_by, proposal.returned_at = actor.account_id, now
        proposal.returned_because = because.strip()
        row.version += 1
        record(session, case, Tag.TRACK_RETURNED, actor=actor, now=now, track=row, proposal=proposal.id)
        tell(session, case, "proposal_returned", now=now, track=row)
