"""Numbered letters: the register, the document, its tracks and the proof of service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import DocumentState


class NumberRegister(Base):
    """The next serial of one pattern and period; a number is assigned in the issuing transaction."""

    __tablename__ = "number_register"

    register: Mapped[str] = mapped_column(String(128), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    last_serial: Mapped[int]


class Document(Base, WithPublicId):
    """A letter: its facts, number and verification code are fixed at issue; the bytes follow from a worker."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("register", "period", "serial"),
        Index("ix_document_number", "number"),
        Index("ix_document_result_number", "result_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[str] = mapped_column(String(32))
    item_code: Mapped[str | None] = mapped_column(String(32))
    register: Mapped[str] = mapped_column(String(128))
    period: Mapped[str] = mapped_column(String(8))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(128))
    result_number: Mapped[str | None] = mapped_column(String(128))
    verify_code: Mapped[str] = mapped_column(String(16), unique=True)
    facts: Mapped[dict[str, Any]]
    state: Mapped[DocumentState] = mapped_column(by_value(DocumentState), index=True)
    dated_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime]
    issued_at: Mapped[dt.datetime | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    failure: Mapped[str] = mapped_column(Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    revoked_on: Mapped[dt.date | None]


class DocumentTrack(Base):
    """A letter answers one or several tracks (a joint letter)."""

    __tablename__ = "document_track"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True, index=True)


class ServiceProof(Base):
    """How, when and to whom a document was served (送达)."""

    __tablename__ = "service_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    method: Mapped[str] = mapped_column(String(16))
    receiver: Mapped[str] = mapped_column(String(64), default="")
    served_at: Mapped[dt.datetime]
    served_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    remark: Mapped[str] = mapped_column(Text, default="")
