"""终止办理: an item ends without a decision, because a promise was broken or nobody wants it any more; the applicant was heard."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.decisions import BrokenPromise, TerminationDecision
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import LineState
from approvals.domain.track_flow import next_state
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.usecases.department.interrupting import end_what_is_open
from approvals.usecases.desk import require, track_at_desk
from approvals.usecases.framing import CaseFile, lines_of, open_file, remedies_of
from approvals.usecases.hearing.open_hearing import demand_told, note_decided
from approvals.usecases.issuing import Issued, Numbered, issue
from approvals.usecases.joining import join
from approvals.usecases.journal import record, tell
from approvals.usecases.promises.ending_promises import end_promises
from departments.domain.actor import Actor

BROKEN_PROMISE = "broken_promise"
PROMISE_BASIS = "《济南市优化营商环境条例》第二十八条\n你单位签署的《容缺受理承诺书》"
GROUNDS = (BROKEN_PROMISE, "applicant_ceased", "project_cancelled")


def terminate(
    *, track: str, version: int, ground: str, reasons: str, heard: str, basis: str, actor: Actor, now: dt.datetime
) -> str:
    """End one undecided item by a decision of its head; other items of the case go on. Returns the letter's public id.

    `heard`: how and when the applicant could speak, and what it said. Raises Invalid for a missing element, Refusal
    'no_broken_promise' when every promise was kept or is not due, 'organ_without_remedy', 'no_such_move', those of
    `demand_told` before a promise is held against its giver; Stale.
    """
    require(reasons=reasons, heard=heard, basis=basis)
    if ground not in GROUNDS:
        raise Invalid({"ground": ("not_offered", {})})
    with unit_of_work() as session:
        case, row = track_at_desk(session, track, actor, permission="decide", version=version)
        file, today = open_file(session, case), local_day(now)
        organ = file.department_of(row)
        if not organ.reconsideration or not organ.court:
            raise Refusal("organ_without_remedy")
        broken = _broken(session, file, row, today)
        if ground == BROKEN_PROMISE and not broken:
            raise Refusal("no_broken_promise", field="ground")
        if ground == BROKEN_PROMISE:
            note_decided(demand_told(session, row, "terminate", today), today)
        row.state, row.version = next_state(row.state, "terminate"), row.version + 1
        end_what_is_open(session, row, actor, now)
        if ground == BROKEN_PROMISE:
            end_promises(session, file, row, [one.paper.name_zh for one in broken], actor, now)
        told = broken if ground == BROKEN_PROMISE else ()
        words = {"reasons": lines_of(reasons), "heard": heard.strip(), "basis": lines_of(basis)}
        issued = _print(session, file, row, {**words, "ground": ground, "broken": told}, actor, now)
        facts = {"ground": ground, "document": issued.id}
        record(session, case, Tag.TRACK_TERMINATED, actor=actor, now=now, track=row, **facts)
        join(session, case, [row], file.calendar, now)
        tell(session, case, "terminated", now=now, track=row, once=str(issued.id), number=issued.number)
        return issued.public_id


def _broken(session: Session, file: CaseFile, track: Track, today: dt.date) -> tuple[BrokenPromise, ...]:
    """The papers promised for this item that are not there although their day is over."""
    rows = session.execute(
        select(CommitmentLine, CaseMaterial.material_code)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(CommitmentLine.track_id == track.id, CommitmentLine.state.in_([LineState.OPEN, LineState.BROKEN]))
        .order_by(CommitmentLine.id)
    )
    return tuple(
        BrokenPromise(paper=file.paper_ref(code), due_on=line.due_on, finding="逾期未提交符合要求的材料")
        for line, code in rows
        if line.due_on is not None and line.due_on < today
    )


def _print(
    session: Session,
    file: CaseFile,
    track: Track,
    words: dict[str, Any],
    actor: Actor,
    now: dt.datetime,
) -> Issued:
    organ = file.department_of(track)

    def build(numbered: Numbered) -> TerminationDecision:
        return TerminationDecision(
            **file.track_frame(track, local_day(now)), **numbered.stamp, **words,
            remedies=remedies_of(organ),
        )  # fmt: skip

    return issue(
        session, file, kind="termination_decision", organ=organ, build=build, actor=actor, now=now, tracks=[track]
    )
