"""What stands around a draft: results the applicant brings along, answers kept without an account, printed guides."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class HeldResult(Base, WithPublicId):
    """The applicant says that an item's result exists already: number, day and organ, with a file or without.

    It counts as granted from the filing on (材料互认) until an officer doubts it; `doubt` is what the officer said.
    """

    __tablename__ = "held_result"
    __table_args__ = (UniqueConstraint("case_id", "item_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    item_code: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(128))
    issued_on: Mapped[dt.date]
    organ: Mapped[str] = mapped_column(String(255))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[dt.datetime]
    doubt: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[dt.datetime | None]


class SavedPlan(Base, WithPublicId):
    """The answers somebody gave without an account, under an address that can be handed on; let go after a while."""

    __tablename__ = "saved_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_code: Mapped[str] = mapped_column(String(32))
    stage_code: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[dt.datetime] = mapped_column(index=True)


class GuidePrint(Base, WithPublicId):
    """A service guide as it was set: the page it was made from and the PDF, made once per content and kept for all.

    `digest` is the SHA-256 of the page, so that a new catalogue, another telephone number or another language is
    another print.
    """

    __tablename__ = "guide_print"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    page: Mapped[str] = mapped_column(Text)
    ordered_at: Mapped[dt.datetime] = mapped_column(index=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    failure: Mapped[str] = mapped_column(Text, default="")
