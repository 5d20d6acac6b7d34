"""What the window notes before it answers: verdicts on papers, what departments find lacking, filings on behalf."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import Verdict


class PaperCheck(Base):
    """What the window says of one version of a paper; it goes for every item that wants the paper."""

    __tablename__ = "paper_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    material_version_id: Mapped[int] = mapped_column(ForeignKey("material_version.id"), unique=True)
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    comment: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[dt.datetime]


class NoticeOpinion(Base, WithPublicId):
    """A department is asked what it finds lacking, before the one-time notice; unanswered, it stops nothing.

    Answered without a line, nothing is lacking.
    """

    __tablename__ = "notice_opinion"
    __table_args__ = (
        UniqueConstraint("case_id", "department_id"),
        Index(
            "ix_notice_opinion_open",
            "department_id",
            sqlite_where=text("given_at IS NULL"),
            postgresql_where=text("given_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[dt.datetime]
    needed_on: Mapped[dt.date]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[dt.datetime | None]


class NoticeOpinionLine(Base):
    """One gap that a department names."""

    __tablename__ = "notice_opinion_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("notice_opinion.id"), index=True)
    case_material_id: Mapped[int] = mapped_column(ForeignKey("case_material.id"))
    defect: Mapped[str] = mapped_column(Text)
    requirement: Mapped[str] = mapped_column(Text)


class CounterFiling(Base, WithPublicId):
    """A clerk fills in a filing on behalf of an applicant (帮办代办), who confirms it before it is filed.

    What was confirmed is the draft at `confirmed_version`; a later change needs another confirmation.
    """

    __tablename__ = "counter_filing"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), unique=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[dt.datetime]
    method: Mapped[str] = mapped_column(String(16), default="")
    """How the applicant confirmed: in its account ('password', 'totp') or on paper ('slip'); empty: not yet."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The applicant's account; None for a slip, whose signer is `signer_name`."""
    signer_name: Mapped[str] = mapped_column(String(64), default="")
    confirmed_at: Mapped[dt.datetime | None]
    confirmed_version: Mapped[int | None]
    slip_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    slip_taken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
