"""A filing that is amended after it was handed in, and who agreed to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.amendment import AmendmentState, Side


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
