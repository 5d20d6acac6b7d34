"""The applicant hands in a paper: in the draft, as a correction, as promised, or again after it was returned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.commitment import line_state
from approvals.domain.events import Tag
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
    StoredFile,
)
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.journal import record, tell
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def supply_paper(*, case: str, material_code: str, stored: Stored, actor: Actor, now: dt.datetime) -> None:
    """Add a version of one distinct paper; only the tracks that want it are asked to look again.

    Raises Refusal 'paper_not_wanted' when no item of the case asks for it, 'case_ended' when nothing runs any more.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        paper = _paper(session, row, material_code)
        number = _add_version(session, paper, stored, actor, now)
        paper.supply = Supply.UPLOADED
        if row.state is CaseState.DRAFT:
            row.version += 1
            return
        facts: dict[str, Any] = {"paper": paper.id, "material": material_code, "version": number}
        record(session, row, Tag.PAPER_SUPPLIED, actor=actor, now=now, **facts)
        _keep_promises(session, row, paper, actor, now)
        _answer_correction(session, row, paper, now)
        once = f"{paper.id}:{number}"
        tell(session, row, "paper_supplied", now=now, once=once, material=material_code, paper_id=paper.id)


def _add_version(session: Session, paper: CaseMaterial, stored: Stored, actor: Actor, now: dt.datetime) -> int:
    file = StoredFile(
        sha256=stored.sha256, size=stored.size, media_type=stored.media_type, display_name=stored.display_name, stored_at=now
    )  # fmt: skip
    session.add(file)
    session.flush()
    newest = select(func.max(MaterialVersion.number)).where(MaterialVersion.case_material_id == paper.id)
    number = (session.scalar(newest) or 0) + 1
    version = MaterialVersion(
        case_material_id=paper.id, number=number, file_id=file.id, supplied_by=actor.account_id, supplied_at=now
    )
    session.add(version)
    return number


def _paper(session: Session, case: Case, material_code: str) -> CaseMaterial:
    # the row is locked as well: a result of another case of the project may be arriving for it
    found = session.scalar(
        select(CaseMaterial)
        .where(CaseMaterial.case_id == case.id, CaseMaterial.material_code == material_code)
        .with_for_update(key_share=True)
    )
    if case.state is CaseState.DRAFT:
        wanted = {one.code: one for one in plan_of(session, case).papers}
        if material_code not in wanted:
            raise Refusal("paper_not_wanted", field=material_code, material=material_code)
        if found is None:
            required = wanted[material_code].required
            found = CaseMaterial(
                case_id=case.id, material_code=material_code, is_required=required, supply=Supply.MISSING
            )
            session.add(found)
            session.flush()
        return found
    if found is None:
        raise Refusal("paper_not_wanted", field=material_code, material=material_code)
    states = session.scalars(
        select(Track.state)
        .join(MaterialDemand, MaterialDemand.track_id == Track.id)
        .where(MaterialDemand.case_material_id == found.id)
    ).all()
    if all(state in ENDED for state in states):
        raise Refusal("case_ended", field=material_code, material=material_code)
    return found


def _keep_promises(session: Session, case: Case, paper: CaseMaterial, actor: Actor, now: dt.datetime) -> None:
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
        line.state, line.kept_on = LineState.KEPT, today
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
