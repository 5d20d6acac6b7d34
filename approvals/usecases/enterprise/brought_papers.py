"""A result the applicant has from elsewhere becomes the paper that other items of the filing want (材料互认)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.models.cases import Case
from approvals.models.intake import HeldResult
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.usecases.framing import CaseFile

LONGEST_NOTE = 255


def attach_brought(session: Session, file: CaseFile, papers: Sequence[CaseMaterial]) -> None:
    """Say on each paper by which number it is known, and attach its file where one was handed in."""
    results = _results(session, file.project.id)
    newest = _newest_numbers(session, [paper.id for paper in papers])
    for paper in papers:
        producers = file.catalogue.materials[paper.material_code].producers
        result = next((results[code] for code in producers if code in results), None)
        if result is None:
            continue
        paper.source_note = f"{result.number}（{result.issued_on.isoformat()}，{result.organ}）"[:LONGEST_NOTE]
        if result.file_id is not None:
            session.add(
                MaterialVersion(
                    case_material_id=paper.id, number=newest.get(paper.id, 0) + 1, file_id=result.file_id,
                    supplied_by=result.declared_by, supplied_at=result.declared_at,
                )
            )  # fmt: skip


def _results(session: Session, project_id: int) -> dict[str, HeldResult]:
    """What was brought along with any filing of the project, the newest winning; what is doubted does not count."""
    rows = session.scalars(
        select(HeldResult)
        .join(Case, Case.id == HeldResult.case_id)
        .where(Case.project_id == project_id, HeldResult.doubt == "")
        .order_by(HeldResult.id)
    )
    return {row.item_code: row for row in rows}


def _newest_numbers(session: Session, paper_ids: list[int]) -> dict[int, int]:
    numbers = (
        select(MaterialVersion.case_material_id, func.max(MaterialVersion.number))
        .where(MaterialVersion.case_material_id.in_(paper_ids))
        .group_by(MaterialVersion.case_material_id)
    )
    return {paper_id: number for paper_id, number in session.execute(numbers)}
