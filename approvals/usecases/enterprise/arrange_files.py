"""The files of a paper are put in order, or taken out again, as long as nothing is handed in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import Supply
from approvals.models.papers import CaseMaterial, MaterialFile, MaterialVersion, StoredFile
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.paper_versions import further_files, newest_version
from departments.domain.actor import Actor

UP, DOWN, OUT = "up", "down", "out"


def arrange_files(
    *, case: str, material_code: str, file: str, position: int, move: str, actor: Actor, now: dt.datetime
) -> None:
    """Move the file that the page showed at `position` (from 1) up or down by one, or take it out.

    A file that stands elsewhere by now stays where it is: a second click changes nothing. Raises Stale once the filing
    is handed in, Refusal 'unknown_value' for another word than up, down and out.
    """
    if move not in (UP, DOWN, OUT):
        raise Refusal("unknown_value", field="move")
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        paper = session.scalar(
            select(CaseMaterial).where(CaseMaterial.case_id == draft.id, CaseMaterial.material_code == material_code)
        )
        version = newest_version(session, paper) if paper else None
        if paper is None or version is None or version.file_id is None:
            raise NotFound
        rows = further_files(session, version)
        order = [version.file_id, *(row.file_id for row in rows)]
        meant = session.scalar(select(StoredFile.id).where(StoredFile.public_id == file))
        if not 1 <= position <= len(order) or order[position - 1] != meant:
            return
        changed = _moved(order, position - 1, move)
        if changed != order:
            _write(session, paper, version, rows, changed)
            draft.version += 1


def _moved(order: list[int], place: int, move: str) -> list[int]:
    changed = list(order)
    file = changed.pop(place)
    if move != OUT:
        changed.insert(max(0, place + (-1 if move == UP else 1)), file)
    return changed


def _write(
    session: Session, paper: CaseMaterial, version: MaterialVersion, rows: list[MaterialFile], order: list[int]
) -> None:
    """The first is the version's own, the rest are rows; without any file there is no paper."""
    if not order:
        versions = select(MaterialVersion.id).where(MaterialVersion.case_material_id == paper.id)
        session.execute(delete(MaterialFile).where(MaterialFile.material_version_id.in_(versions)))
        session.execute(delete(MaterialVersion).where(MaterialVersion.case_material_id == paper.id))
        if paper.supply is Supply.UPLOADED:  # what is promised for later stays promised
            paper.supply = Supply.MISSING
        return
    version.file_id = order[0]
    for row, file_id in zip(rows, order[1:], strict=False):
        row.file_id = file_id
    for row in rows[len(order) - 1 :]:
        session.delete(row)
