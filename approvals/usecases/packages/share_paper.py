"""A paper that one project of a package has handed in is given to all the others that lack it: one file, no copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.queries.package_papers import lacking
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.paper_arrival import arrived
from approvals.usecases.enterprise.paper_versions import further_files, newest_version, point_at
from departments.domain.actor import Actor


def share_paper(*, case: str, material_code: str, actor: Actor, now: dt.datetime) -> int:
    """Point every paper of this kind that is missing or promised in the package at the files of this case's.

    Each keeps its own promises and answers its own notice by that. Returns how many cases it was given to; none the
    second time. Raises NotFound for a case of no package, Refusal 'nothing_to_share' when the paper is not here itself.
    """
    with unit_of_work() as session:
        mine = own_case(session, case, actor)
        lead = mine.led_by_id or mine.id
        given = _files(session, mine, material_code)
        others = [paper_id for paper_id, _ in lacking(session, lead, but=mine.id, code=material_code)]
        papers = session.scalars(
            select(CaseMaterial).where(CaseMaterial.id.in_(others)).order_by(CaseMaterial.case_id)
        ).all()
        cases = {one.id: one for one in _locked(session, [paper.case_id for paper in papers])}
        for paper in papers:
            arrived(session, cases[paper.case_id], paper, point_at(session, paper, given, actor, now), actor, now)
        return len(papers)


def _files(session: Session, case: Case, material_code: str) -> list[int]:
    """The stored files of this case's newest version, in their order."""
    if case.led_by_id is None and case.project.package_no != 0:
        raise NotFound
    paper = session.scalar(
        select(CaseMaterial).where(CaseMaterial.case_id == case.id, CaseMaterial.material_code == material_code)
    )
    version = newest_version(session, paper) if paper is not None and paper.supply is Supply.UPLOADED else None
    if version is None or version.file_id is None or version.is_barred:
        raise Refusal("nothing_to_share")
    return [version.file_id, *(one.file_id for one in further_files(session, version))]


def _locked(session: Session, ids: Sequence[int]) -> Sequence[Case]:
    """In the order everybody locks them; the giving case is locked already, and waits for no other."""
    statement = select(Case).where(Case.id.in_(ids)).order_by(Case.id)
    return session.scalars(statement.with_for_update().execution_options(populate_existing=True)).all()
