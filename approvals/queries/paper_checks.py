"""What the window said of the papers of a filing, and which items that keeps from being accepted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from approvals.domain.states import LineState, Verdict
from approvals.domain.window_check import blocked_items
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialDemand, MaterialVersion
from approvals.models.window import PaperCheck
from approvals.queries.department_papers import PaperRow
from departments.models.people import Account


@dataclass(frozen=True)
class CheckRow:
    """The window's word on the newest version of a paper."""

    verdict: Verdict
    comment: str
    by: str
    at: dt.datetime

    @property
    def fails(self) -> bool:
        return self.verdict is Verdict.RETURNED


def checks_of(session: Session, papers: Sequence[PaperRow]) -> Mapping[str, CheckRow]:
    """By the public id of the paper; what was said of an older version is no word on the newest."""
    newest = {paper.newest.id: paper.paper for paper in papers if paper.newest}
    rows = session.execute(
        select(PaperCheck, Account.name)
        .join(Account, Account.id == PaperCheck.checked_by)
        .where(PaperCheck.material_version_id.in_(newest))
    )
    return {
        newest[check.material_version_id]: CheckRow(check.verdict, check.comment, name, check.checked_at)
        for check, name in rows
    }


def newest_versions() -> Select[int, int]:
    """Of each paper, the newest version that counts: (paper, version)."""
    return (
        select(MaterialVersion.case_material_id, func.max(MaterialVersion.id).label("version_id"))
        .where(MaterialVersion.is_barred.is_(False))
        .group_by(MaterialVersion.case_material_id)
    )


def failed_papers(session: Session, track_ids: Collection[int]) -> dict[int, list[str]]:
    """The papers that an item requires and the window found lacking, by track: they stop an admission like missing ones.

    What is promised to the item for later stops nothing: a better one is owed anyway.
    """
    newest = newest_versions().subquery()
    rows = session.execute(
        select(MaterialDemand.track_id, CaseMaterial.material_code, PaperCheck.verdict)
        .join(CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id)
        .join(newest, newest.c.case_material_id == CaseMaterial.id)
        .join(PaperCheck, PaperCheck.material_version_id == newest.c.version_id)
        .outerjoin(
            CommitmentLine,
            (CommitmentLine.track_id == MaterialDemand.track_id)
            & (CommitmentLine.case_material_id == CaseMaterial.id)
            & (CommitmentLine.state == LineState.OPEN),
        )
        .where(MaterialDemand.track_id.in_(track_ids), MaterialDemand.is_required, CommitmentLine.id.is_(None))
        .order_by(CaseMaterial.id)
    ).all()
    required: dict[int, list[str]] = defaultdict(list)
    for track_id, code, _ in rows:
        required[track_id].append(code)
    return blocked_items(required, {code for _, code, verdict in rows if verdict is Verdict.RETURNED})
