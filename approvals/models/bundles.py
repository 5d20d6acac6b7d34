"""The 统一确认 of a case as files: one reading copy and one archive of the originals, made anew for every set of results."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class Bundle(Base, WithPublicId):
    """Ordered by a person, made by a worker. `key` names the set of documents, `contents` says what was in it and when.

    The files lie on a shelf of their own and can be made again at any time.
    """

    __tablename__ = "bundle"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    key: Mapped[str] = mapped_column(String(64))
    contents: Mapped[dict[str, Any]]
    ordered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ordered_at: Mapped[dt.datetime] = mapped_column(index=True)
    made_at: Mapped[dt.datetime | None]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    pdf_size: Mapped[int | None]
    zip_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    zip_size: Mapped[int | None]
    failure: Mapped[str] = mapped_column(Text, default="")
