"""An item ended because a promise was broken: the lines are settled, and the enterprise's credit record says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.credit import CreditKind
from approvals.domain.events import Tag
from approvals.domain.states import LineState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.credit import CreditRecord
from approvals.models.papers import Commitment, CommitmentLine
from approvals.usecases.framing import CaseFile
from approvals.usecases.journal import record
from departments.domain.actor import Actor


def end_promises(
    session: Session, file: CaseFile, track: Track, papers: Collection[str], actor: Actor, now: dt.datetime
) -> None:
    """Settle the late lines of an item that is terminated for them (`papers`: their names), and enter one record."""
    today = local_day(now)
    lines = session.scalars(
        select(CommitmentLine).where(
            CommitmentLine.track_id == track.id,
            CommitmentLine.state.in_([LineState.OPEN, LineState.BROKEN]),
            CommitmentLine.due_on < today,
        )
    ).all()
    for line in lines:
        line.state, line.settlement = LineState.BROKEN, "ended"
        line.settled_on, line.settled_by = today, actor.account_id
    session.flush()
    item = file.catalogue.items[track.item_code].name_zh
    named = "".join(f"《{paper}》" for paper in papers)
    reason = f"办件 {file.case.case_no}“{item}”承诺后补的{named}到期没有交齐，已终止办理"
    promised_by = who_promised(session, lines[0].id) if lines else file.enterprise.id
    entry = enter(session, file, track, CreditKind.BROKEN_PROMISE, reason, actor, now, promised_by)
    facts = {"lines": [line.id for line in lines], "credit": entry.id}
    record(session, file.case, Tag.PROMISE_ENDED, actor=actor, now=now, track=track, **facts)


def who_promised(session: Session, line: int) -> int:
    """The enterprise that signed for this line: it answers for it, whoever the applicant is by now."""
    return session.scalars(
        select(func.coalesce(Commitment.enterprise_id, Project.enterprise_id))
        .join(CommitmentLine, CommitmentLine.commitment_id == Commitment.id)
        .join(Case, Case.id == Commitment.case_id)
        .join(Project, Project.id == Case.project_id)
        .where(CommitmentLine.id == line)
    ).one()


def enter(
    session: Session,
    file: CaseFile,
    track: Track,
    kind: CreditKind,
    reason: str,
    actor: Actor,
    now: dt.datetime,
    enterprise: int,
) -> CreditRecord:
    """One entry that comes out of a case, about the `enterprise` (its id) that promised."""
    case: Case = file.case
    entry = CreditRecord(
        enterprise_id=enterprise, kind=kind, reason=reason, case_id=case.id, track_id=track.id,
        recorded_on=local_day(now), recorded_at=now, recorded_by=actor.account_id,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry
