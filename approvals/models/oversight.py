"""What the supervising office asks of a department about one item, and what the department answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class SupervisionNotice(Base, WithPublicId):
    """督办通知单: one item that is late or blocked; open until the supervisor closes it. One of a level at a time."""

    __tablename__ = "supervision_notice"
    __table_args__ = (
        Index(
            "uq_supervision_notice_open",
            "track_id",
            "level",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    watch_no: Mapped[str] = mapped_column(String(64), unique=True)
    rule: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[dt.date | None]
    overdue_wd: Mapped[int] = mapped_column(default=0)
    findings: Mapped[str] = mapped_column(Text)
    requirements: Mapped[str] = mapped_column(Text)
    reply_by: Mapped[dt.date] = mapped_column(index=True)
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[dt.datetime]
    closing_note: Mapped[str] = mapped_column(Text, default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[dt.datetime | None]


class SupervisionReply(Base, WithPublicId):
    """What the department answers, with a paper that proves it where there is one; more may be said until it is closed."""

    __tablename__ = "supervision_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("supervision_notice.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    replied_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replied_at: Mapped[dt.datetime]


class Bulletin(Base, WithPublicId):
    """月度通报 of a division: one of a month holds; a corrected one takes its place.

    `month` is its first day; `department_ids` are those named in it, whose heads may read it.
    """

    __tablename__ = "bulletin"
    __table_args__ = (
        Index(
            "uq_bulletin_month",
            "division_id",
            "month",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    month: Mapped[dt.date]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    department_ids: Mapped[list[Any]]
    published_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[dt.datetime]
    replaced_at: Mapped[dt.datetime | None]
