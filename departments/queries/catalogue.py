"""The published catalogue, parsed once per version and process: a version never changes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from departments.domain.catalogue import Catalogue, parse_catalogue
from departments.models.catalogue import CatalogueVersion

_by_hash: dict[str, Catalogue] = {}
_CURRENT = "current_catalogue"
_NEWEST = (
    select(CatalogueVersion.id, CatalogueVersion.sha256)
    .order_by(CatalogueVersion.published_at.desc(), CatalogueVersion.id.desc())
    .limit(1)
)


class NoCatalogue(LookupError):
    """No catalogue has been published yet."""


@dataclass(frozen=True)
class PublishedCatalogue:
    """A catalogue and the version that a case pins."""

    version_id: int
    catalogue: Catalogue


def current_catalogue(session: Session) -> PublishedCatalogue:
    """The newest published version, the same one for as long as the session lives; raises NoCatalogue."""
    known: PublishedCatalogue | None = session.info.get(_CURRENT)
    if known is None:
        found = session.execute(_NEWEST).one_or_none()
        if found is None:
            raise NoCatalogue
        know_version(session, found.id, found.sha256)
        known = session.info[_CURRENT] = PublishedCatalogue(found.id, catalogue_version(session, found.id))
    return known


def catalogue_version(session: Session, version_id: int) -> Catalogue:
    """One version by id; parsed again only when its bytes are not the ones this process has seen."""
    known = _known(session)
    sha256 = known.get(version_id)
    if sha256 is None:
        sha256 = session.scalar(select(CatalogueVersion.sha256).where(CatalogueVersion.id == version_id))
        if sha256 is None:
            raise NoCatalogue
        known[version_id] = sha256
    cached = _by_hash.get(sha256)
    if cached is None:
        document = session.scalar(select(CatalogueVersion.document).where(CatalogueVersion.id == version_id))
        cached = _by_hash[sha256] = parse_catalogue(json.loads(document or "{}"))
    return cached


def know_version(session: Session, version_id: int, sha256: str) -> None:
    """Tell the session what a statement has brought along, so that the version need not be asked for again."""
    _known(session)[version_id] = sha256


def _known(session: Session) -> dict[int, str]:
    known: dict[int, str] = session.info.setdefault("catalogue_hashes", {})
    return known
