"""What happened (events), what must leave the house (outbox), and what the workers did."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class CaseEvent(Base):
    """One move of a case, hash-chained; personal values only as ids."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    seq: Mapped[int]
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"), index=True)
    tag: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime]
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


_OPEN = text("done_at IS NULL AND dead_at IS NULL")
_CLEAN = text("done_at IS NULL AND dead_at IS NULL AND last_error = ''")
"""What never failed and was not put back for something outside; the attempts are left out, so that taking a row leaves
every index alone."""
_DEAD = text("done_at IS NULL AND dead_at IS NOT NULL")


class OutboxMessage(Base):
    """An effect that must happen after the commit that decided it; the row is the queue, RQ the bell.

    Rows are taken by `turn`, then by age. Where many rows may come from one place (`share`: the case of a letter), its
    rows take turns with those of the others.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_waiting", "queue", "turn", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outbox_message_share", "queue", "share", "turn", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outbox_message_untried", "queue", "turn", sqlite_where=_CLEAN, postgresql_where=_CLEAN),
        Index("ix_outbox_message_dead", "dead_at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    queue: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    next_attempt_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]
    dead_at: Mapped[dt.datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    share: Mapped[int | None]
    turn: Mapped[int] = mapped_column(default=0, server_default="0")


class Alarm(Base):
    """An alarm raised once per subject, kind and version of the deadline."""

    __tablename__ = "alarm"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "kind", "deadline_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(48))
    deadline_version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    raised_at: Mapped[dt.datetime]
    facts: Mapped[dict[str, Any]]


class Notification(Base):
    """A line in somebody's bell; the key makes it one however often a worker runs."""

    __tablename__ = "notification"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code: Mapped[str] = mapped_column(String(48))
    params: Mapped[dict[str, Any]]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]


class JobRun(Base):
    """One run of a worker job that touched something, or failed."""

    __tablename__ = "job_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(48), index=True)
    queue: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    touched: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
