"""How the items of whole projects stand, for prerequisites that lie in another case; constant in statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from approvals.domain.choices import Choice, chosen, not_here
from approvals.domain.fan_out import plan
from approvals.domain.package import of_all
from approvals.domain.plan import Plan
from approvals.domain.prerequisites import Standings, with_brought
from approvals.domain.states import GRANTED, UNDECIDED, CaseState, Supply, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial
from departments.domain.catalogue import Catalogue

_PROJECTS: Any = bindparam("projects", expanding=True)
_CASES: Any = bindparam("cases", expanding=True)
_OWN = select(Project.id.label("project_id"), Project.id.label("seen_id"), literal(0).label("of_member")).where(
    Project.id.in_(_PROJECTS)
)
_WHOLE, _MEMBER = aliased(Project), aliased(Project)
_TOGETHER = (_WHOLE.package_id == _MEMBER.package_id) & (_WHOLE.package_no == 0) & (_MEMBER.package_no > 0)
_LIVING = _MEMBER.left_package_on.is_(None)
_SEEN = union_all(
    _OWN,
    select(_MEMBER.id, _WHOLE.id, literal(0)).join(_WHOLE, _TOGETHER).where(_MEMBER.id.in_(_PROJECTS), _LIVING),
    select(_WHOLE.id, _MEMBER.id, literal(1)).join(_MEMBER, _TOGETHER).where(_WHOLE.id.in_(_PROJECTS), _LIVING),
).subquery()
"""Whose filings count for a project: its own, a package's for its member, and all its members' together for a package."""
_STATES = (
    select(_SEEN.c.project_id, _SEEN.c.seen_id, _SEEN.c.of_member, Track.item_code, Track.state)
    .outerjoin(Track, Track.project_id == _SEEN.c.seen_id)
    .order_by(Track.id.desc())
)
_ANSWERS = (
    select(_SEEN.c.project_id, Case.answers, Case.item_choices)
    .join(Case, Case.project_id == _SEEN.c.seen_id)
    .where(_SEEN.c.of_member == 0, Case.state != CaseState.DRAFT)
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
    """What each of these projects has filed so far, in two statements.

    What a package decided stands for its members; what was decided for each member stands for the package once all have it.
    """
    found: dict[int, ProjectFile] = defaultdict(ProjectFile)
    which = {"projects": list(set(project_ids))}
    of_members: dict[int, dict[int, dict[str, list[TrackState]]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.execute(_STATES, which):
        if row.of_member:
            theirs = of_members[row.project_id][row.seen_id]
            if row.item_code is not None:
                theirs.setdefault(row.item_code, []).append(row.state)
        elif row.item_code is not None:
            found[row.project_id].standings[row.item_code].append(row.state)
    for project_id, members in of_members.items():
        for code, state in of_all(list(members.values())).items():
            found[project_id].standings[code].append(state)
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
        filed.brought | chosen(draft.item_choices, Choice.HAVE), not_here(draft.item_choices),
    )  # fmt: skip


def handed_in(session: Session, case_ids: Collection[int]) -> dict[int, set[str]]:
    """Material codes that the applicant uploaded, by case: an existing document may stand in for a result."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in session.execute(_HANDED_IN, {"cases": list(set(case_ids))}):
        found[row.case_id].add(row.material_code)
    return found
