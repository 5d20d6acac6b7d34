"""A paper arrives in a case, by whatever way: who waited for it, what it answers, who is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.commitment import line_state
from approvals.domain.events import Tag
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.refusals import Refusal
from approvals.domain.states import ENDED, CaseState, LineState, NoticeState, Supply
from approvals.models.cases import Case, Track
from approvals.models.papers import (
    CaseMaterial,
    CommitmentLine,
    CorrectionLine,
    CorrectionNotice,
    MaterialDemand,
    MaterialVersion,
)
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.journal import record, tell
from departments.domain.actor import Actor


def arrived(
    session: Session, case: Case, paper: CaseMaterial, version: MaterialVersion, actor: Actor, now: dt.datetime
) -> None:
    """A new version of a paper of a filed case: it keeps promises and answers a notice, and those who want it look again."""
    paper.supply, paper.source_note = Supply.UPLOADED, version.source_note
    facts: dict[str, Any] = {"paper": paper.id, "material": paper.material_code, "version": version.number}
    record(session, case, Tag.PAPER_SUPPLIED, actor=actor, now=now, **facts)
    _keep_promises(session, case, paper, version.id, actor, now)
    _answer_correction(session, case, paper, now)
    once = f"{paper.id}:{version.number}"
    tell(session, case, "paper_supplied", now=now, once=once, material=paper.material_code, paper_id=paper.id)


def wanted_paper(session: Session, case: Case, material_code: str) -> CaseMaterial:
    """The row of a paper that the case asks the applicant for, locked; what is made from the form is nobody's to hand in.

    Raises Refusal 'paper_not_wanted', 'case_ended'.
    """
    # the row is locked as well: a result of another case of the project may be arriving for it
    found = session.scalar(
        select(CaseMaterial)
        .where(CaseMaterial.case_id == case.id, CaseMaterial.material_code == material_code)
        .with_for_update(key_share=True)
    )
    if case.state is CaseState.DRAFT:
        wanted = {one.code: one for one in plan_of(session, case).papers}
        if material_code not in wanted or wanted[material_code].supply is PlannedSupply.FORM:
            raise Refusal("paper_not_wanted", field=material_code, material=material_code)
        if found is None:
            required = wanted[material_code].required
            found = CaseMaterial(
                case_id=case.id, material_code=material_code, is_required=required, supply=Supply.MISSING
            )
            session.add(found)
            session.flush()
        return found
    if found is None or found.supply is Supply.FORM:
        raise Refusal("paper_not_wanted", field=material_code, material=material_code)
    states = session.scalars(
        select(Track.state)
        .join(MaterialDemand, MaterialDemand.track_id == Track.id)
        .where(MaterialDemand.case_material_id == found.id)
    ).all()
    if all(state in ENDED for state in states):
        raise Refusal("case_ended", field=material_code, material=material_code)
    return found


def _keep_promises(
    session: Session, case: Case, paper: CaseMaterial, version_id: int, actor: Actor, now: dt.datetime
) -> None:
    """The date of arrival counts: it keeps the open lines whose day has not passed (whether it passes is the verdict's
    matter). A line that is late already stays open for the sweep, which breaks it and tells those concerned.
    """
    today = local_day(now)
    lines = session.scalars(
        select(CommitmentLine).where(
            CommitmentLine.case_material_id == paper.id, CommitmentLine.state == LineState.OPEN
        )
    ).all()
    kept = [line for line in lines if line_state(line.due_on, today, today) is LineState.KEPT]
    for line in kept:
        line.state, line.kept_on, line.version_id = LineState.KEPT, today, version_id
    if kept:
        record(session, case, Tag.PROMISE_KEPT, actor=actor, now=now, paper=paper.id, lines=[line.id for line in kept])


def _answer_correction(session: Session, case: Case, paper: CaseMaterial, now: dt.datetime) -> None:
    for line in session.scalars(
        select(CorrectionLine)
        .join(CorrectionNotice, CorrectionNotice.id == CorrectionLine.notice_id)
        .where(
            CorrectionNotice.case_id == case.id,
            CorrectionNotice.state == NoticeState.OPEN,
            CorrectionLine.case_material_id == paper.id,
            CorrectionLine.answered_at.is_(None),
        )
    ):
        line.answered_at = now
