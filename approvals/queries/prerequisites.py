"""How the items of whole projects stand, for prerequisites that lie in another case; constant in statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from approvals.domain.choices import Choice, chosen
from approvals.domain.fan_out import plan
from approvals.domain.plan import Plan
from approvals.domain.prerequisites import Standings, with_brought
from approvals.domain.states import GRANTED, UNDECIDED, CaseState, Supply, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial
from departments.domain.catalogue import Catalogue

_PROJECTS: Any = bindparam("projects", expanding=True)
_CASES: Any = bindparam("cases", expanding=True)
_STATES = (
    select(Track.project_id, Track.item_code, Track.state)
    .where(Track.project_id.in_(_PROJECTS))
    .order_by(Track.id.desc())
)
_ANSWERS = (
    select(Case.project_id, Case.answers, Case.item_choices)
    .where(Case.project_id.in_(_PROJECTS), Case.state != CaseState.DRAFT)
    .order_by(Case.id)
)
_HANDED_IN = select(CaseMaterial.case_id, CaseMaterial.material_code).where(
    CaseMaterial.case_id.in_(_CASES), CaseMaterial.supply == Supply.UPLOADED
)


@dataclass
class ProjectFile:
    """The states of each item's tracks, the newest first, and what all filings answered, the newest winning."""

    standings: dict[str, list[TrackState]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, Any] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)
    """Items whose result the applicant declared in a filing to have from elsewhere, and nobody doubts."""

    @property
    def known(self) -> Standings:
        """How every item stands, with what was brought along."""
        return with_brought(self.standings, self.brought)

    @property
    def held(self) -> frozenset[str]:
        """Items granted or in handling; a refused, lapsed or withdrawn one may be applied for again."""
        return self._with_a_track_in(GRANTED | UNDECIDED)

    def issued(self, catalogue: Catalogue) -> frozenset[str]:
        """Materials produced by granted items: the project holds them and is never asked for them again."""
        granted = self._with_a_track_in(GRANTED)
        return frozenset(code for code, one in catalogue.materials.items() if granted.intersection(one.producers))

    def _with_a_track_in(self, states: Collection[TrackState]) -> frozenset[str]:
        return frozenset(code for code, found in self.standings.items() if any(state in states for state in found))


def project_files(session: Session, project_ids: Collection[int]) -> dict[int, ProjectFile]:
    """What each of these projects has filed so far, in two statements."""
    found: dict[int, ProjectFile] = defaultdict(ProjectFile)
    which = {"projects": list(set(project_ids))}
    for row in session.execute(_STATES, which):
        found[row.project_id].standings[row.item_code].append(row.state)
    for row in session.execute(_ANSWERS, which):
        found[row.project_id].answers |= row.answers
        found[row.project_id].brought |= chosen(row.item_choices, Choice.HAVE)
    return found


def draft_plan(catalogue: Catalogue, draft: Case, filed: ProjectFile) -> Plan:
    """What filing this draft under this catalogue would set in motion: the one place where its choices are honoured.

    A case that is filed holds its own items; it is planned as if they were still to be applied for.
    """
    is_draft = draft.state is CaseState.DRAFT
    return plan(
        catalogue, draft.theme_code, draft.stage_code, draft.answers, filed.issued(catalogue),
        filed.held if is_draft else (), filed.standings, filed.answers,
        filed.brought | chosen(draft.item_choices, Choice.HAVE), chosen(draft.item_choices, Choice.LATER),
    )  # fmt: skip


def handed_in(session: Session, case_ids: Collection[int]) -> dict[int, set[str]]:
    """Material codes that the applicant uploaded, by case: an existing document may stand in for a result."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in session.execute(_HANDED_IN, {"cases": list(set(case_ids))}):
        found[row.case_id].add(row.material_code)
    return found
