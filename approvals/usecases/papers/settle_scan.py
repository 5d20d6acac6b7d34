"""The scanner has spoken: a clean file may go out, a paper with an infected one counts as if it had never come."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.states import CaseState, LineState, NoticeState, Scan, Supply
from approvals.models.cases import Case
from approvals.models.papers import (
    CaseMaterial,
    CommitmentLine,
    CorrectionLine,
    CorrectionNotice,
    MaterialFile,
    MaterialVersion,
    StoredFile,
)
from approvals.queries.access import find_case
from approvals.usecases.claims import Claim, settle
from approvals.usecases.journal import record, tell
from approvals.usecases.promise_days import date_anew
from departments.domain.actor import Actor


def settle_scan(
    *, file: int, scan: Scan, note: str = "", claim: Claim | None = None, actor: Actor, now: dt.datetime
) -> None:
    """Write down what the scanner found in a stored file, and in every other row of the same bytes.

    Every version that holds an infected file is barred: what it had answered is open again, the applicant and whoever
    works with the paper are told.
    """
    with unit_of_work() as session:
        settle(session, claim, now)
        row = session.get_one(StoredFile, file)
        changed = {"scan": scan, "scan_note": note}
        session.execute(update(StoredFile).where(StoredFile.sha256 == row.sha256).values(**changed))
        if scan is Scan.INFECTED:
            for case, found in groupby(_versions_with(session, row.sha256), key=itemgetter(0)):
                locked = find_case(session, case, actor, lock=True)
                for _, version_id in found:
                    _bar(session, locked, version_id, actor, now)


def _versions_with(session: Session, sha256: str) -> list[tuple[str, int]]:
    """Case and version of every version with these bytes, in the order in which cases are locked everywhere."""
    same = select(StoredFile.id).where(StoredFile.sha256 == sha256)
    further = select(MaterialFile.material_version_id).where(MaterialFile.file_id.in_(same))
    rows = session.execute(
        select(Case.public_id, MaterialVersion.id)
        .join(CaseMaterial, CaseMaterial.case_id == Case.id)
        .join(MaterialVersion, MaterialVersion.case_material_id == CaseMaterial.id)
        .where(or_(MaterialVersion.file_id.in_(same), MaterialVersion.id.in_(further)))
        .order_by(Case.id, MaterialVersion.id)
    )
    return [(case, version) for case, version in rows]


def _bar(session: Session, case: Case, version_id: int, actor: Actor, now: dt.datetime) -> None:
    version = session.get_one(MaterialVersion, version_id, populate_existing=True)
    if version.is_barred:
        return
    version.is_barred = True
    session.flush()
    paper = session.get_one(CaseMaterial, version.case_material_id, populate_existing=True)
    once = f"{paper.id}:{version.number}"
    told: dict[str, Any] = {"material": paper.material_code, "paper_id": paper.id}
    newest = _newest_sound(session, paper)
    if paper.supply is Supply.UPLOADED and newest is None:
        paper.supply = Supply.MISSING
    if case.state is not CaseState.DRAFT and (newest or 0) < version.number:
        _open_again(session, case, paper, version, now, is_there=newest is not None)
    if case.state is CaseState.DRAFT:
        case.version += 1
        tell(session, case, "draft_paper_infected", now=now, once=once, **told)
        return
    record(
        session, case, Tag.PAPER_BARRED, actor=actor, now=now, paper=paper.id, material=paper.material_code,
        version=version.number,
    )  # fmt: skip
    tell(session, case, "paper_infected", now=now, once=once, **told)


def _newest_sound(session: Session, paper: CaseMaterial) -> int | None:
    """The number of the version that stands in now."""
    mine = (MaterialVersion.case_material_id == paper.id, MaterialVersion.is_barred.is_(False))
    return session.scalar(select(func.max(MaterialVersion.number)).where(*mine))


def _open_again(
    session: Session, case: Case, paper: CaseMaterial, version: MaterialVersion, now: dt.datetime, *, is_there: bool
) -> None:
    """What this version had answered: the promises it kept, the lines of a notice that still runs.

    `is_there`: an earlier version stands in again. It answers nothing either: it is the one that was to be bettered.
    """
    lines = session.scalars(
        select(CommitmentLine).where(
            CommitmentLine.case_material_id == paper.id,
            CommitmentLine.state == LineState.KEPT,
            CommitmentLine.version_id == version.id,
        )
    ).all()
    for line in lines:
        line.state, line.kept_on, line.version_id = LineState.OPEN, None, None
        date_anew(session, line, now)
    if lines and not is_there:
        paper.supply = Supply.DEFERRED
    for answered in session.scalars(
        select(CorrectionLine)
        .join(CorrectionNotice, CorrectionNotice.id == CorrectionLine.notice_id)
        .where(
            CorrectionNotice.case_id == case.id,
            CorrectionNotice.state == NoticeState.OPEN,
            CorrectionLine.case_material_id == paper.id,
            CorrectionLine.answered_at == version.supplied_at,
        )
    ):
        answered.answered_at = None
