"""The head signs: the decision, its letter, those behind it, and the case, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.foundation.unit_of_work import unit_of_work, write_last
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.outcome import decision_blockers
from approvals.domain.refusals import Blocked
from approvals.domain.states import Outcome
from approvals.domain.track_flow import next_state
from approvals.models.cases import Decision
from approvals.queries.dossier import facts_for
from approvals.usecases.department.outside import keep_outside
from approvals.usecases.department.result_letter import issue_result
from approvals.usecases.desk import open_proposal, track_at_desk
from approvals.usecases.duties import owe
from approvals.usecases.framing import open_file
from approvals.usecases.joining import hand_down, join
from approvals.usecases.journal import record, tell
from approvals.usecases.promises.planned_checks import plan_checks
from departments.domain.actor import Actor


def sign(*, track: str, version: int, actor: Actor, now: dt.datetime) -> None:
    """Sign the open proposal. The result is numbered and at once available downstream (Art. 38, 39, 44).

    Raises Blocked when a grant has become impossible or the proposer would sign (four eyes), Stale.
    """
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        proposal, outside = open_proposal(session, row)
        facts = facts_for(session, row, proposal.outcome)
        eyes = replace(facts, proposer=proposal.proposed_by, signer=actor.account_id)
        blockers = decision_blockers(proposal.outcome, eyes)
        if blockers:
            raise Blocked(blockers)
        row.state = next_state(row.state, proposal.outcome.value)
        row.decided_on, row.version = local_day(now), row.version + 1
        proposal.signed_at = now
        decision = {
            "track_id": row.id, "round": row.round, "proposal_id": proposal.id, "outcome": proposal.outcome,
            "proposer_id": proposal.proposed_by, "signer_id": actor.account_id, "signed_at": now,
            "decided_on": row.decided_on,
        }  # fmt: skip
        write_last(session, Decision, [decision])
        record(session, case, Tag.TRACK_SIGNED, actor=actor, now=now, track=row, outcome=proposal.outcome.value)
        file = open_file(session, case)
        document = (
            keep_outside(session, file, row, proposal, outside, actor=actor, now=now)
            if outside
            else issue_result(session, file, row, proposal, file.calendar, actor=actor, now=now)
        )
        if proposal.outcome is Outcome.GRANT:
            hand_down(session, file, row, document, now)
            owe(session, row, file.catalogue.items[row.item_code].result_letter, file.calendar, outside)
            plan_checks(session, case, row, file.calendar, now)
        join(session, case, [row], file.calendar, now)
        tell(session, case, "decided", now=now, track=row, outcome=proposal.outcome.value)
