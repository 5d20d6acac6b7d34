"""The applicant hands in a paper: in the draft, as a correction, as promised, or again after it was returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import CaseState, Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.paper_arrival import arrived, wanted_paper
from approvals.usecases.enterprise.paper_versions import add_to_version, add_version, newest_version
from approvals.usecases.enterprise.upload_rows import use_up
from approvals.usecases.pressed_twice import has_just_come
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
    already there. The same files twice within seconds are one version. `uploads` are the files on their way (public
    ids) that these files were: they end here.

    Raises Refusal 'paper_not_wanted' when no item of the case asks for it, 'case_ended' when nothing runs any more,
    'too_many_files', 'upload_unknown' when an upload was used or dropped meanwhile.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        paper = wanted_paper(session, row, material_code)
        files, is_draft = (stored, *further), row.state is CaseState.DRAFT
        newest = newest_version(session, paper)
        if has_just_come(session, paper, newest, files, now, adds=adds and is_draft):
            return  # its uploads, if any are left, are let go in their time
        use_up(session, uploads, row, actor)
        if is_draft:
            _put_into_draft(session, row, paper, files, adds=adds, actor=actor, now=now)
            return
        arrived(session, row, paper, add_version(session, paper, files, actor, now), actor, now)


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
    paper.supply, paper.source_note = Supply.UPLOADED, ""
    case.version += 1
