"""The applicant hands in a paper: in the draft, as a correction, as promised, or again after it was returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
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
)
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.paper_versions import add_to_version, add_version, newest_version
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.enterprise.upload_rows import use_up
from approvals.usecases.journal import record, tell
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor


def supply_paper(
    *,
    case: str,
    material_code: str,
    stored: Stored,
    further: Sequence[Stored] = (),
    adds: bool = False,
    uploads: Collection[str] = (),
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Add a version of one distinct paper; only the tracks that want it are asked to look again.

    `further` are the files after the first. While the paper is not handed in yet, `adds` puts them all behind those
    already there. `uploads` are the files on their way (public ids) that these files were: they end here.

    Raises Refusal 'paper_not_wanted' when no item of the case asks for it, 'case_ended' when nothing runs any more,
    'too_many_files', 'upload_unknown' when an upload was used or dropped meanwhile.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        paper = _paper(session, row, material_code)
        use_up(session, uploads, row, actor)
        files = (stored, *further)
        if row.state is CaseState.DRAFT:
            _put_into_draft(session, row, paper, files, adds=adds, actor=actor, now=now)
            return
        version = add_version(session, paper, files, actor, now)
        paper.supply = Supply.UPLOADED
        facts: dict[str, Any] = {"paper": paper.id, "material": material_code, "version": version.number}
        record(session, row, Tag.PAPER_SUPPLIED, actor=actor, now=now, **facts)
        _keep_promises(session, row, paper, version.id, actor, now)
        _answer_correction(session, row, paper, now)
        once = f"{paper.id}:{version.number}"
        tell(session, row, "paper_supplied", now=now, once=once, material=material_code, paper_id=paper.id)


def _put_into_draft(
    session: Session,
    case: Case,
    paper: CaseMaterial,
    files: Sequence[Stored],
    *,
    adds: bool,
    actor: Actor,
    now: dt.datetime,
) -> None:
    there = newest_version(session, paper) if adds and paper.supply is Supply.UPLOADED else None
    if there is not None and there.file_id is not None and not there.is_barred:
        add_to_version(session, paper, there, files, now)
    else:
        add_version(session, paper, files, actor, now)
    paper.supply = Supply.UPLOADED
    case.version += 1


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
