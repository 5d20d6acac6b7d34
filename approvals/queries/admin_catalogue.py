"""The published versions of the catalogue, what the current one holds, and what another one would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from approvals.domain.states import CaseState
from approvals.models.cases import Case
from departments.domain.catalogue import Catalogue
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Account


@dataclass(frozen=True)
class Counts:
    """How much a catalogue holds."""

    themes: int
    stages: int
    items: int
    materials: int
    departments: int
    fields: int


@dataclass(frozen=True)
class VersionRow:
    """One published version and how many filed cases pin it."""

    id: int
    sha256: str
    published_at: dt.datetime
    published_by: str
    cases: int


@dataclass(frozen=True)
class Change:
    """What a new version does to one kind of thing: the codes that come, go and differ."""

    kind: str
    added: tuple[Any, ...]
    removed: tuple[Any, ...]
    changed: tuple[Any, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def counts_of(catalogue: Catalogue) -> Counts:
    """The figures shown for a version."""
    return Counts(
        themes=len(catalogue.themes),
        stages=len(catalogue.stages),
        items=len(catalogue.items),
        materials=len(catalogue.materials),
        departments=len(catalogue.departments),
        fields=len(catalogue.fields),
    )


def catalogue_versions(session: Session) -> tuple[VersionRow, ...]:
    """Every published version, the newest first."""
    filed = (
        select(Case.catalogue_version_id, func.count(Case.id).label("cases"))
        .where(Case.state != CaseState.DRAFT)
        .group_by(Case.catalogue_version_id)
        .subquery()
    )
    rows = session.execute(
        select(
            CatalogueVersion.id,
            CatalogueVersion.sha256,
            CatalogueVersion.published_at,
            Account.name,
            func.coalesce(filed.c.cases, 0),
        )
        .outerjoin(Account, Account.id == CatalogueVersion.published_by)
        .outerjoin(filed, filed.c.catalogue_version_id == CatalogueVersion.id)
        .order_by(CatalogueVersion.published_at.desc(), CatalogueVersion.id.desc())
    )
    return tuple(VersionRow(id_, sha, at, name or "", cases) for id_, sha, at, name, cases in rows)


def changes(old: Catalogue | None, new: Catalogue) -> tuple[Change, ...]:
    """What publishing `new` over `old` adds, removes and alters, kind by kind; kinds without a change are left out."""
    kinds = ("themes", "stages", "items", "materials", "departments", "fields")
    found = (_change(kind, getattr(old, kind) if old else {}, getattr(new, kind)) for kind in kinds)
    return tuple(change for change in found if change)


def _change(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    return Change(
        kind=kind,
        added=tuple(thing for code, thing in new.items() if code not in old),
        removed=tuple(thing for code, thing in old.items() if code not in new),
        changed=tuple(thing for code, thing in new.items() if code in old and old[code] != thing),
    )
