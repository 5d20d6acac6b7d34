"""Published versions of the catalogue, each one immutable document."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class CatalogueVersion(Base):
    """One published catalogue, stored whole: a filed case pins its version for ever.

    The document is what `departments.domain.catalogue.parse_catalogue` reads; it is never edited in place.
    """

    __tablename__ = "catalogue_version"
    __table_args__ = (Index("ix_catalogue_version_published_at", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    document: Mapped[str] = mapped_column(Text)
    published_at: Mapped[dt.datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
