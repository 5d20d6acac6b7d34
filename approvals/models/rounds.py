"""What happens to an item outside its straight way: it is decided anew, or somebody asks to be heard."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class Reopening(Base):
    """An ended item taken up again: by reconsideration, by a court, or by the organ's own correction.

    `round` is the one that begins; `paper_no` and `paper_on` name what orders it; `limit_wd` the days it gives,
    None for the item's own.
    """

    __tablename__ = "reopening"
    __table_args__ = (UniqueConstraint("track_id", "round"), CheckConstraint("limit_wd > 0", name="gives_days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    round: Mapped[int]
    ground: Mapped[str] = mapped_column(String(24))
    paper_no: Mapped[str] = mapped_column(String(128), default="")
    paper_on: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(Text)
    limit_wd: Mapped[int | None]
    former_state: Mapped[str] = mapped_column(String(32))
    former_ended_on: Mapped[dt.date]
    """The last day of the former round; from then to the new one the item was in nobody's hands."""
    ordered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ordered_at: Mapped[dt.datetime]


class Hearing(Base):
    """One hearing of one item, from the right to it to its record (行政许可法 46-48). `asked_by` None: nobody asked.

    `verb` is what the organ intends: empty before an ordinary decision, else revoke, recall or terminate, and then the
    holder may also simply answer (7).
    """

    __tablename__ = "hearing"
    __table_args__ = (
        Index(
            "uq_hearing_open",
            "track_id",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    intended: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    told_on: Mapped[dt.date]
    ask_by: Mapped[dt.date]
    asked_on: Mapped[dt.date | None]
    asked_by: Mapped[str] = mapped_column(String(64), default="")
    hold_by: Mapped[dt.date | None]
    held_at: Mapped[dt.datetime | None]
    place: Mapped[str] = mapped_column(String(255), default="")
    chair: Mapped[str] = mapped_column(String(64), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    closed_because: Mapped[str] = mapped_column(Text, default="")
    pause_id: Mapped[int | None] = mapped_column(ForeignKey("pause.id"))
    minutes: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[dt.date | None]
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str] = mapped_column(String(16), default="", server_default="")
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decided_on: Mapped[dt.date | None]
    """The day of the decision that it was heard for: it serves for one only."""
