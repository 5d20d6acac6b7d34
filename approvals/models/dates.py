"""What changed a due day by hand, and why: extensions, corrected days, and the reasons given for being late."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class Extension(Base):
    """One clock of one track given more days, once per round (行政许可法 42).

    The days and the day of approval stand on the track as well, where every reading of a clock finds them.
    """

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("track_id", "clock", "round"), CheckConstraint("days > 0", name="gives_days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    clock: Mapped[str] = mapped_column(String(16))
    round: Mapped[int]
    days: Mapped[int]
    approved_on: Mapped[dt.date]
    old_due_on: Mapped[dt.date]
    new_due_on: Mapped[dt.date]
    reason_code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(255))
    approved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[dt.datetime]


class StageExtension(Base):
    """The joint clock of a stage given more days, once (行政许可法 42 ¶2: fifteen).

    `approver`, the head of the government, approves it by the paper named in `approval`; `approved_by` is who recorded
    it here.
    """

    __tablename__ = "stage_extension"
    __table_args__ = (CheckConstraint("days > 0", name="gives_days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), unique=True)
    days: Mapped[int]
    approved_on: Mapped[dt.date]
    approval: Mapped[str] = mapped_column(String(255))
    approver: Mapped[str] = mapped_column(String(64), server_default="")
    old_due_on: Mapped[dt.date]
    new_due_on: Mapped[dt.date]
    reason_code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(255))
    approved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[dt.datetime]


class DateCorrection(Base):
    """A day put right after the fact: `what` is acceptance, pause_start or pause_resume; `moved` the due days, clock by
    clock, as [old, new]. A resume that was never recorded has no old day."""

    __tablename__ = "date_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    pause_id: Mapped[int | None] = mapped_column(ForeignKey("pause.id"))
    what: Mapped[str] = mapped_column(String(16))
    old_on: Mapped[dt.date | None]
    new_on: Mapped[dt.date]
    moved: Mapped[dict[str, Any]]
    reason_code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(255))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime]


class OverdueStatement(Base):
    """Why a limit was not kept, in the department's words, for everybody to read (优化营商环境条例 36).

    `deadline_version` is the due day as an ordinal, as in `alarm`: a deadline that moved asks anew.
    """

    __tablename__ = "overdue_statement"
    __table_args__ = (UniqueConstraint("track_id", "clock", "deadline_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    clock: Mapped[str] = mapped_column(String(16))
    deadline_version: Mapped[int]
    due_on: Mapped[dt.date]
    reason_code: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text, default="")
    stated_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stated_on: Mapped[dt.date]
    stated_at: Mapped[dt.datetime]
