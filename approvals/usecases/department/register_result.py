"""登记结果: an examiner registers what another system has decided; it needs the same as a grant, and another person's signature."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.outcome import decision_blockers
from approvals.domain.refusals import Blocked, Invalid, Refusal
from approvals.domain.states import Outcome, Scan
from approvals.domain.track_flow import next_state
from approvals.models.cases import Case, Proposal, Track
from approvals.models.letters import OutsideResult
from approvals.models.rounds import Reopening
from approvals.queries.dossier import facts_for
from approvals.usecases.department.joint_letter import parties_named
from approvals.usecases.department.outside import is_taken
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.enterprise.paper_versions import keep_file
from approvals.usecases.hearing.open_hearing import demand_heard
from approvals.usecases.journal import record, tell
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor

LONGEST_NUMBER = 128


def register_result(
    *,
    track: str,
    version: int,
    number: str,
    dated_on: dt.date,
    stored: Stored,
    findings: str,
    conditions: str,
    participants: str = "",
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Put a result made elsewhere before the head: number, day and file as they came (OFD or PDF).

    Raises Blocked as a grant would be, Invalid for a day after today or before the acceptance or a number that is
    registered already, or where a joint opinion does not name the parties to the works; Refusal 'not_your_track', Stale.
    """
    require(number=number, findings=findings)
    if stored.scan is not Scan.CLEAN:
        raise Refusal("scanner_away", field="file")
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="examine", version=version)
        if row.assignee_id != actor.account_id or actor.account_id is None:
            raise Refusal("not_your_track")
        demand_heard(session, row, local_day(now))
        _check(session, row, number.strip(), dated_on, local_day(now))
        row.state = next_state(row.state, "propose")
        blockers = decision_blockers(Outcome.GRANT, facts_for(session, row, Outcome.GRANT))
        if blockers:
            raise Blocked(blockers)
        words = {"findings": findings.strip(), "conditions": conditions.strip()}
        words |= parties_named(session, case, row, Outcome.GRANT, participants)
        _store(session, case, row, words, (number.strip(), dated_on), stored, actor, now)
        tell(session, case, "proposed", now=now, track=row)


def _store(
    session: Session,
    case: Case,
    track: Track,
    words: dict[str, str],
    told: tuple[str, dt.date],
    stored: Stored,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """The proposal, and beside it the number, the day and the file of the other system."""
    proposal = Proposal(
        track_id=track.id, round=track.round, outcome=Outcome.GRANT, proposed_by=actor.account_id,
        proposed_at=now, **words,
    )  # fmt: skip
    file = keep_file(session, stored, now)
    session.add(proposal)
    session.flush()
    session.add(OutsideResult(proposal_id=proposal.id, number=told[0], dated_on=told[1], file_id=file.id))
    track.version += 1
    facts = {"number": told[0], "dated_on": told[1].isoformat()}
    record(session, case, Tag.RESULT_REGISTERED, actor=actor, now=now, track=track, **facts)


def _check(session: Session, track: Track, number: str, dated_on: dt.date, today: dt.date) -> None:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if len(number) > LONGEST_NUMBER:
        errors["number"] = ("too_long", {"most": LONGEST_NUMBER})
    if dated_on > today:
        errors["dated_on"] = ("future_day", {})
    earliest = _earliest(session, track)
    if earliest is None or dated_on < earliest:
        errors["dated_on"] = ("dated_before_acceptance", {})
    if is_taken(session, track, number):
        errors["number"] = ("number_registered", {})
    if errors:
        raise Invalid(errors)


def _earliest(session: Session, track: Track) -> dt.date | None:
    """The acceptance of this round; of the first one where the department only puts right what it had registered."""
    ground = select(Reopening.ground).where(Reopening.track_id == track.id, Reopening.round == track.round)
    return track.admitted_on if session.scalar(ground) == "own_correction" else track.accepted_on
