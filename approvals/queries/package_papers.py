"""Which papers the cases of a package still lack: one of them may hand a paper in for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from approvals.domain.states import ENDED, CaseState, Supply
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialDemand
from departments.domain.catalogue import Catalogue, Material

_RUNNING = (CaseState.FILED, CaseState.IN_REVIEW)
_WANTED = exists().where(
    MaterialDemand.case_material_id == CaseMaterial.id, Track.id == MaterialDemand.track_id, Track.state.not_in(ENDED)
)


def lacking(session: Session, lead: int, *, but: int, code: str = "") -> Sequence[tuple[int, str]]:
    """(paper, material) of the running cases of a package, `but` one, where something that runs wants it and it is not there."""
    statement = (
        select(CaseMaterial.id, CaseMaterial.material_code)
        .join(Case, Case.id == CaseMaterial.case_id)
        .where(
            (Case.id == lead) | (Case.led_by_id == lead), Case.id != but, Case.state.in_(_RUNNING),
            CaseMaterial.supply.in_([Supply.MISSING, Supply.DEFERRED]), _WANTED,
        )
    )  # fmt: skip
    if code:
        statement = statement.where(CaseMaterial.material_code == code)
    return [(row.id, row.material_code) for row in session.execute(statement)]


def shareable(session: Session, lead: int, case: int, catalogue: Catalogue) -> tuple[tuple[Material, int], ...]:
    """Papers handed in here that other cases of the package lack, with how many do."""
    lack = Counter(code for _, code in lacking(session, lead, but=case))
    if not lack:
        return ()
    here = session.scalars(
        select(CaseMaterial.material_code).where(
            CaseMaterial.case_id == case, CaseMaterial.supply == Supply.UPLOADED, CaseMaterial.material_code.in_(lack)
        )
    ).all()
    return tuple((catalogue.materials[code], lack[code]) for code in sorted(here))
