"""Papers that an enterprise keeps once in its file, for every application to come (一企一档, 材料互认)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class EnterprisePaper(Base, WithPublicId):
    """One distinct paper of the catalogue in the file of an enterprise."""

    __tablename__ = "enterprise_paper"
    __table_args__ = (UniqueConstraint("enterprise_id", "material_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    material_code: Mapped[str] = mapped_column(String(16))


class EnterprisePaperVersion(Base):
    """One version of it with its own validity: a renewed licence has new days; no last day means it does not end."""

    __tablename__ = "enterprise_paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("enterprise_paper.id"))
    number: Mapped[int]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    supplied_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    supplied_at: Mapped[dt.datetime]


class EnterprisePaperFile(Base):
    """A file of a version, from position 1."""

    __tablename__ = "enterprise_paper_file"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("enterprise_paper_version.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
