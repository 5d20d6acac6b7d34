"""The working calendar: exceptional days and the notice that set them; years on their way; departments that are closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from departments.domain.calendar_import import DraftState, Source


class CalendarDay(Base):
    """A day that is not what its weekday says: a holiday, or a make-up working day (调休)."""

    __tablename__ = "calendar_day"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    year: Mapped[int]
    """The year whose notice set it: a New Year's holiday may begin in the December before."""
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(64), default="")
    notice: Mapped[str] = mapped_column(String(128), default="")


class CalendarYear(Base):
    """A year whose notice has been published; other years are provisional."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    notice: Mapped[str] = mapped_column(String(128), default="")
    published_at: Mapped[dt.datetime]
    revision: Mapped[int] = mapped_column(default=1)
    """How often this year was published: a notice may be changed (2020), and every process must notice at once."""


class CalendarDraft(Base, WithPublicId):
    """A year as one administrator proposes it; another confirms it, or rejects it with words."""

    __tablename__ = "calendar_draft"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'withdrawn') OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name="four_eyes",
        ),
        CheckConstraint("NOT allow_earlier OR earlier_reason <> ''", name="earlier_has_a_reason"),
        Index(
            "uq_calendar_draft_open",
            "year",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    notice: Mapped[str] = mapped_column(String(128))
    entries: Mapped[list[Any]]
    source: Mapped[Source] = mapped_column(by_value(Source))
    source_text: Mapped[str] = mapped_column(Text)
    allow_earlier: Mapped[bool] = mapped_column(default=False)
    earlier_reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[DraftState] = mapped_column(by_value(DraftState))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[dt.datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the confirmation moved, counted; empty before."""


class DepartmentClosure(Base, WithPublicId):
    """Days on which one department is closed (a move, a power cut). It is shown; it lengthens no limit of the law."""

    __tablename__ = "department_closure"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(255))
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[dt.datetime]
