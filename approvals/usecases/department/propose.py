"""An examiner proposes a decision; another person signs it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work, write_last
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.outcome import decision_blockers
from approvals.domain.refusals import Blocked, Refusal
from approvals.domain.states import Outcome
from approvals.domain.track_flow import next_state
from approvals.models.cases import Proposal, Track
from approvals.queries.dossier import facts_for
from approvals.usecases.department.joint_letter import parties_named
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.hearing.open_hearing import demand_heard
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def propose(
    *,
    track: str,
    version: int,
    outcome: Outcome,
    findings: str,
    reasons: str,
    basis: str,
    reapply: str,
    conditions: str,
    participants: str = "",
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Put a proposal before the head.

    Raises Blocked when anything blocks a grant (never a refusal); Invalid when findings, or a refusal's reasons, basis
    and way to apply again (Art. 38), or a joint opinion's parties to the works are missing; Refusal 'not_your_track'.
    """
    words = {"findings": findings, "reasons": reasons, "basis": basis, "reapply": reapply}
    require(**(words if outcome is Outcome.REFUSE else {"findings": findings}))
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        if row.assignee_id != actor.account_id or actor.account_id is None:
            raise Refusal("not_your_track")
        demand_heard(session, row, local_day(now))
        row.state = next_state(row.state, "propose")
        blockers = decision_blockers(outcome, facts_for(session, row, outcome))
        if blockers:
            raise Blocked(blockers)
        words |= {"conditions": conditions} | parties_named(session, case, row, outcome, participants)
        _put_before_the_head(session, row, outcome, words, actor, now)
        row.version += 1
        record(session, case, Tag.TRACK_PROPOSED, actor=actor, now=now, track=row, outcome=outcome.value)
        tell(session, case, "proposed", now=now, track=row)


def _put_before_the_head(
    session: Session, track: Track, outcome: Outcome, words: dict[str, str], actor: Actor, now: dt.datetime
) -> None:
    stripped = {name: text.strip() for name, text in words.items()}
    fixed = {"track_id": track.id, "round": track.round, "outcome": outcome}
    write_last(session, Proposal, [{**fixed, "proposed_by": actor.account_id, "proposed_at": now, **stripped}])
