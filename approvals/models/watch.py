"""What the house keeps to check itself: duties after a decision, findings, counts that must be 0, sealed chain heads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class Duty(Base):
    """What a grant owes by a day: its letter delivered (行政许可法 44), its publication (双公示). Done once, by a move."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("track_id", "round", "kind"),
        Index(
            "ix_duty_open",
            "next_alarm_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    round: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[dt.date]
    next_alarm_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TruthFinding(Base):
    """A stored day that the facts do not yield and no event explains; open until corrected or seen to be gone."""

    __tablename__ = "truth_finding"
    __table_args__ = (
        Index(
            "uq_truth_finding_open",
            "subject",
            "subject_id",
            "what",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    what: Mapped[str] = mapped_column(String(32))
    stored: Mapped[str] = mapped_column(String(64))
    computed: Mapped[str] = mapped_column(String(64))
    found_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settlement: Mapped[str] = mapped_column(String(16), default="")


class Reconciliation(Base):
    """The last answer of one look that must find nothing: how much it found, and the first of it in words."""

    __tablename__ = "reconciliation"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    found: Mapped[int]
    looked_at: Mapped[dt.datetime]
    facts: Mapped[dict[str, Any]]


class ChainSeal(Base):
    """That a seal was written; the seal itself is a file outside the database."""

    __tablename__ = "chain_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[dt.datetime]
    digest: Mapped[str] = mapped_column(String(64))
    heads: Mapped[int]


class SealedHead(Base):
    """How far a case's chain is sealed: finds what changed since. Nothing is proved by it, the seal files do that."""

    __tablename__ = "sealed_head"

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    seal: Mapped[int]
