"""The applicant chooses to hand in a paper later, under a promise."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.domain.states import Supply
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.usecases.desk import own_draft
from approvals.usecases.enterprise.good_standing import require_good_standing
from approvals.usecases.enterprise.planning import plan_of
from departments.domain.actor import Actor


def choose_deferral(*, case: str, material_code: str, deferred: bool, actor: Actor, now: dt.datetime) -> None:
    """Mark a paper of the draft as deferred, or take that back.

    Raises Refusal 'not_deferrable' (main papers, fact sheet 1.5) or 'deferral_barred' (credit record).
    """
    with unit_of_work() as session:
        draft = own_draft(session, case, actor)
        paper = next((one for one in plan_of(session, draft).papers if one.code == material_code), None)
        if paper is None or (deferred and not paper.deferrable_for):
            raise Refusal("not_deferrable", field=material_code, material=material_code)
        if deferred:
            require_good_standing(session, draft.project.enterprise_id, now, field=material_code)
        row = session.scalar(
            select(CaseMaterial).where(CaseMaterial.case_id == draft.id, CaseMaterial.material_code == material_code)
        )
        if row is None:
            row = CaseMaterial(
                case_id=draft.id, material_code=material_code, is_required=paper.required, supply=Supply.MISSING
            )
            session.add(row)
        if deferred:
            row.supply = Supply.DEFERRED
        elif row.supply is Supply.DEFERRED:
            row.supply = Supply.UPLOADED if _has_file(session, row) else Supply.MISSING
        draft.version += 1


def _has_file(session: Session, paper: CaseMaterial) -> bool:
    """A file uploaded before the paper was deferred counts again when the deferral is taken back."""
    mine = (MaterialVersion.case_material_id == paper.id, MaterialVersion.is_barred.is_(False))
    found = select(MaterialVersion.id).where(*mine).limit(1)
    return session.scalar(found) is not None
