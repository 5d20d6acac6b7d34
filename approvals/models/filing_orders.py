"""A prepared filing that its applicant wants filed the moment the results it waits for are there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId

_OPEN = text("ended_at IS NULL")


class FilingOrder(Base, WithPublicId):
    """Who agreed to what, when, and having looked at which version of the draft and of the catalogue.

    `awaited` are item codes. It is called once, in the transaction of the last grant (`called_at`), and ends filed, taken
    back, or with the code of what kept it from being filed. A draft has one at a time.
    """

    __tablename__ = "filing_order"
    __table_args__ = (
        Index("uq_filing_order_open", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    case_version: Mapped[int]
    catalogue_version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"))
    awaited: Mapped[list[Any]]
    consents_upstream: Mapped[bool]
    signs_commitment: Mapped[bool]
    sign_method: Mapped[str] = mapped_column(String(16))
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[dt.datetime]
    called_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ended_because: Mapped[str] = mapped_column(String(64), default="")
    ended_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
