"""Four true numbers for the front page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.states import DECIDED, CaseState
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand


@dataclass(frozen=True)
class Figures:
    """Counts as of now; `decided` and `in_time` are of this month, by the committed day."""

    projects: int
    decided: int
    in_time: int
    papers_saved: int


def figures(session: Session, today: dt.date) -> Figures:
    """Projects under way, items decided this month and how many in time, papers nobody had to hand in twice."""
    first = today.replace(day=1)
    projects = session.scalar(
        select(func.count(func.distinct(Case.project_id))).where(Case.state.in_((CaseState.FILED, CaseState.IN_REVIEW)))
    )
    decided, in_time = session.execute(
        select(func.count(), func.count().filter(Track.decided_on <= Track.committed_due_on)).where(
            Track.decided_on >= first, Track.decided_on <= today, Track.state.in_(DECIDED)
        )
    ).one()
    demands = session.scalar(select(func.count()).select_from(MaterialDemand)) or 0
    papers = session.scalar(
        select(func.count(func.distinct(MaterialDemand.case_material_id))).join(
            CaseMaterial, CaseMaterial.id == MaterialDemand.case_material_id
        )
    )
    return Figures(projects or 0, decided, in_time, demands - (papers or 0))
