"""What is checked after a grant that rests on a notification-commitment (国办发〔2020〕42号; 山东省条例 29)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import VerificationState


class VerificationTask(Base, WithPublicId):
    """One check of one commitment line by the department that granted.

    `kind`: full or spot. False leads to an order with a day (`rectify_by`, `requirement`); rectified or not closes it.
    """

    __tablename__ = "verification_task"
    __table_args__ = (Index("ix_verification_task_department_id", "department_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("commitment_line.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[VerificationState] = mapped_column(by_value(VerificationState))
    created_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    findings: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_on: Mapped[dt.date | None]
    rectify_by: Mapped[dt.date | None]
    requirement: Mapped[str] = mapped_column(Text, default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_on: Mapped[dt.date | None]
    closing_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
