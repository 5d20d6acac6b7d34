"""The published catalogue, parsed once per version and process: a version never changes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from departments.domain.catalogue import Catalogue, parse_catalogue
from departments.models.catalogue import CatalogueVersion

_by_hash: dict[str, Catalogue] = {}


class NoCatalogue(LookupError):
    """No catalogue has been published yet."""


@dataclass(frozen=True)
class PublishedCatalogue:
    """A catalogue and the version that a case pins."""

    version_id: int
    catalogue: Catalogue


def current_catalogue(session: Session) -> PublishedCatalogue:
    """The newest published version; raises NoCatalogue."""
    version_id = session.scalar(
        select(CatalogueVersion.id).order_by(CatalogueVersion.published_at.desc(), CatalogueVersion.id.desc()).limit(1)
    )
    if version_id is None:
        raise NoCatalogue
    return PublishedCatalogue(version_id, catalogue_version(session, version_id))


def catalogue_version(session: Session, version_id: int) -> Catalogue:
    """One version by id; parsed again only when its bytes are not the ones this process has seen."""
    seen: dict[int, Catalogue] = session.info.setdefault("catalogues", {})
    if version_id in seen:
        return seen[version_id]
    sha256 = session.scalar(select(CatalogueVersion.sha256).where(CatalogueVersion.id == version_id))
    if sha256 is None:
        raise NoCatalogue
    cached = _by_hash.get(sha256)
    if cached is None:
        document = session.scalar(select(CatalogueVersion.document).where(CatalogueVersion.id == version_id))
        cached = _by_hash[sha256] = parse_catalogue(json.loads(document or "{}"))
    seen[version_id] = cached
    return cached
