"""The applicant uses a paper again that it has handed in or been given before: same files, a new version (材料互认)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.reuse import take
from approvals.domain.states import CaseState, Supply
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries.draft_catalogue import catalogue_of
from approvals.queries.reuse import reusable
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.paper_arrival import arrived, wanted_paper
from approvals.usecases.enterprise.paper_versions import newest_version
from approvals.usecases.enterprise.taking_over import take_over
from departments.domain.actor import Actor


def reuse_paper(*, case: str, material_code: str, key: str, actor: Actor, now: dt.datetime) -> None:
    """Add a version that points at the files of the chosen one; it says where it came from, to officers too.

    The same choice again changes nothing. Raises NotFound, Refusal 'paper_not_wanted', 'case_ended', 'paper_not_there'
    for what the enterprise does not have (any more), 'paper_expired'.
    """
    today = local_day(now)
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        paper = wanted_paper(session, row, material_code)
        catalogue = catalogue_of(session, row).catalogue
        there = reusable(session, row.project.enterprise_id, row.id, [material_code], catalogue, today)
        chosen = take(there.get(material_code, ()), key, today)
        newest = newest_version(session, paper)
        same = newest is not None and (newest.source, newest.file_id) == (chosen.source.value, chosen.file_ids[0])
        if same and paper.supply is Supply.UPLOADED:
            return
        version = take_over(session, paper, chosen, actor, now)
        if row.state is CaseState.DRAFT:
            _into_draft(paper, version)
            row.version += 1
        else:
            arrived(session, row, paper, version, actor, now)


def _into_draft(paper: CaseMaterial, version: MaterialVersion) -> None:
    paper.supply, paper.source_note = Supply.UPLOADED, version.source_note
