"""An optional look at papers before filing (预审查), with a record of its own."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.precheck import PrecheckState
from approvals.domain.states import Verdict


class Precheck(Base, WithPublicId):
    """A department was asked to look at the papers of a draft. It is no application: it sets no day in motion, and a
    filing neither waits for it nor is judged by it (建办〔2023〕48号: no review before filing as a condition).
    """

    __tablename__ = "precheck"
    __table_args__ = (
        Index(
            "uq_precheck_open",
            "case_id",
            "department_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_precheck_department_id_state", "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    state: Mapped[PrecheckState] = mapped_column(by_value(PrecheckState, 16))
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]


class PrecheckLine(Base):
    """One version of a paper that was shown, and what the department said of it."""

    __tablename__ = "precheck_line"
    __table_args__ = (UniqueConstraint("precheck_id", "material_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    precheck_id: Mapped[int] = mapped_column(ForeignKey("precheck.id"))
    material_version_id: Mapped[int] = mapped_column(ForeignKey("material_version.id"))
    verdict: Mapped[Verdict | None] = mapped_column(by_value(Verdict))
    comment: Mapped[str] = mapped_column(Text, default="")
