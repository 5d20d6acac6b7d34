"""The credit record of an enterprise: what keeps it from promising, and how that was repaired."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.credit import CreditKind


class CreditRecord(Base, WithPublicId):
    """One entry; it is never deleted, only repaired. `case_id` and `track_id` say out of what it came, if of a case."""

    __tablename__ = "credit_record"
    __table_args__ = (
        Index(
            "ix_credit_record_standing",
            "enterprise_id",
            sqlite_where=text("repaired_on IS NULL"),
            postgresql_where=text("repaired_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[CreditKind] = mapped_column(by_value(CreditKind))
    reason: Mapped[str] = mapped_column(Text)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    recorded_on: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None where it was taken over from the enterprise's former note."""
    until_on: Mapped[dt.date | None]
    repaired_on: Mapped[dt.date | None]
    repaired_at: Mapped[dt.datetime | None]
    repaired_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    repair_note: Mapped[str] = mapped_column(Text, default="")
    items: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """The licences a ban is about, by code; none named: every licence."""
    source: Mapped[str] = mapped_column(String(64), default="")
    """Who established it, where that was not this house: a court, the credit platform."""
