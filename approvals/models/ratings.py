"""How applicants rated the handling of their items (好差评)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, by_value
from approvals.domain.ratings import Satisfaction

_UNANSWERED = text("answered_at IS NULL AND level IN ('bad', 'very_bad')")
"""One that is not bad is never answered, so it would stand here for ever."""


class ServiceRating(Base):
    """One rating of one item and round, for good, by the enterprise whose it was; the department's answer beside it."""

    __tablename__ = "service_rating"
    __table_args__ = (
        UniqueConstraint("track_id", "round"),
        Index("ix_service_rating_unanswered", "given_at", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    round: Mapped[int]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    level: Mapped[Satisfaction] = mapped_column(by_value(Satisfaction, 16))
    words: Mapped[str] = mapped_column(Text, default="")
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]
