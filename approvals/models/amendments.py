"""A filing that is amended after it was handed in, by other answers or by another applicant, and who agreed to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.amendment import AmendmentState, Side
from approvals.domain.handover import Party


class Amendment(Base, WithPublicId):
    """Answers that one side wants changed (`answers`, with the `former` ones beside them); a case has at most one open.

    `effect` is what was agreed to: items that came and went, papers, days.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        Index(
            "uq_amendment_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    side: Mapped[Side] = mapped_column(by_value(Side, 16))
    state: Mapped[AmendmentState] = mapped_column(by_value(AmendmentState, 16))
    answers: Mapped[dict[str, Any]]
    former: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[dt.datetime]
    word: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]


class ApplicantChange(Base, WithPublicId):
    """A project that its applicant hands to another enterprise; a project has at most one such wish open.

    `lines` are the commitment lines that the successor takes upon itself by its signature (`consented_by`, `sign_method`);
    without it nothing moves. `former_id` keeps reading what was filed until `ended_at` of an agreed change. `effect`: the
    items that went along and those that were decided before.
    """

    __tablename__ = "applicant_change"
    __table_args__ = (
        Index(
            "uq_applicant_change_open",
            "project_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("former_id <> successor_id", name="another_enterprise"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    """The filing from whose page it was asked for."""
    former_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    state: Mapped[AmendmentState] = mapped_column(by_value(AmendmentState, 16))
    reason: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[dt.datetime]
    asked_method: Mapped[str] = mapped_column(String(16), default="")
    lines: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    consented_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    consented_at: Mapped[dt.datetime | None]
    sign_method: Mapped[str] = mapped_column(String(16), default="")
    word: Mapped[str] = mapped_column(Text, default="")
    ended_side: Mapped[Party | None] = mapped_column(by_value(Party, 16))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[dt.datetime | None]
    effect: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
