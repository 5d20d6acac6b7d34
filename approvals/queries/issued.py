"""What a project already holds because of earlier filings: neither asked for nor applied for again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.states import GRANTED, UNDECIDED
from approvals.models.cases import Track
from departments.domain.catalogue import Catalogue


def issued_materials(session: Session, project_id: int, catalogue: Catalogue) -> frozenset[str]:
    """Material codes produced by the granted items of a project."""
    granted = set(
        session.scalars(select(Track.item_code).where(Track.project_id == project_id, Track.state.in_(list(GRANTED))))
    )
    return frozenset(code for code, material in catalogue.materials.items() if granted.intersection(material.producers))


def held_items(session: Session, project_id: int) -> frozenset[str]:
    """Items of a project that are granted or in handling; a refused, lapsed or withdrawn one may be applied for again."""
    return frozenset(
        session.scalars(
            select(Track.item_code).where(Track.project_id == project_id, Track.state.in_(list(GRANTED | UNDECIDED)))
        )
    )
