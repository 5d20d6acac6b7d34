"""Papers a project already holds because an earlier item produced them: never asked for again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import GRANTED
from approvals.models.cases import Track
from departments.domain.catalogue import Catalogue


def issued_materials(session: Session, project_id: int, catalogue: Catalogue) -> frozenset[str]:
    """Material codes produced by the granted items of a project."""
    granted = set(
        session.scalars(select(Track.item_code).where(Track.project_id == project_id, Track.state.in_(list(GRANTED))))
    )
    return frozenset(code for code, material in catalogue.materials.items() if granted.intersection(material.producers))
