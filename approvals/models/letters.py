"""Numbered letters: the register, the document, its tracks and the proof of service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import DocumentState


class NumberRegister(Base):
    """The next serial of one pattern and period; a number is assigned in the issuing transaction."""

    __tablename__ = "number_register"

    register: Mapped[str] = mapped_column(String(128), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    last_serial: Mapped[int]


class NumberVoid(Base):
    """A number that was given and is wrong: never given again, and the register says who struck it out and why."""

    __tablename__ = "number_void"
    __table_args__ = (UniqueConstraint("register", "period", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(128))
    period: Mapped[str] = mapped_column(String(8))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(128))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    reason: Mapped[str] = mapped_column(Text)
    voided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    voided_at: Mapped[dt.datetime]


class Document(Base, WithPublicId):
    """A letter: its facts, number and verification code are fixed at issue; the bytes follow from a worker."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("register", "period", "serial"),
        Index("ix_document_number", "number"),
        Index("ix_document_result_number", "result_number"),
        Index("ix_document_result_serial", "result_register", "result_period", "result_serial", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"), index=True)
    """None: a letter among organs about no one case, as the monthly bulletin."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[str] = mapped_column(String(32))
    item_code: Mapped[str | None] = mapped_column(String(32))
    register: Mapped[str] = mapped_column(String(128))
    period: Mapped[str] = mapped_column(String(8))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(128))
    result_number: Mapped[str | None] = mapped_column(String(128))
    result_register: Mapped[str | None] = mapped_column(String(128))
    result_period: Mapped[str | None] = mapped_column(String(8))
    result_serial: Mapped[int | None]
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
    ended_because: Mapped[str] = mapped_column(Text, default="")
    """Why it was replaced or no longer holds, in the words of the letter that says so."""
    is_elsewhere: Mapped[bool] = mapped_column(default=False)
    """Made in another system: number, day and file are kept as they came, and the house prints and seals nothing."""
    opened_at: Mapped[dt.datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """When the applicant first downloaded it, and who."""


class DocumentTrack(Base):
    """A letter answers one or several tracks (a joint letter)."""

    __tablename__ = "document_track"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True, index=True)


class ServiceProof(Base):
    """How, when and to whom a document was served (送达).

    `served_at` is the moment of arrival: online, when the account could see it; by post, the receiver's day;
    `recorded_at` is when the steward wrote it down.
    """

    __tablename__ = "service_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    method: Mapped[str] = mapped_column(String(16))
    receiver: Mapped[str] = mapped_column(String(128), default="")
    """A person; served online, the enterprise by its name."""
    served_at: Mapped[dt.datetime]
    served_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    remark: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[dt.datetime | None]
    place: Mapped[str] = mapped_column(String(255), default="")
    relation: Mapped[str] = mapped_column(String(64), default="")
    refusal: Mapped[str] = mapped_column(Text, default="")
    witnesses: Mapped[str] = mapped_column(String(255), default="")
    second_server: Mapped[str] = mapped_column(String(64), default="")
    carrier: Mapped[str] = mapped_column(String(64), default="")
    tracking_no: Mapped[str] = mapped_column(String(64), default="")
    channel: Mapped[str] = mapped_column(String(255), default="")
    is_recorded: Mapped[bool] = mapped_column(default=False)
    """Left behind before a camera instead of witnesses (民事诉讼法 89)."""


class DraftPreview(Base, WithPublicId):
    """A letter as it would be printed now: without number, seal and code, for whoever ordered it, and not for long."""

    __tablename__ = "draft_preview"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]]
    back: Mapped[str] = mapped_column(String(255))
    ordered_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    ordered_at: Mapped[dt.datetime] = mapped_column(index=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    failure: Mapped[str] = mapped_column(Text, default="")


class OutsideResult(Base):
    """A result that another system made, as the examiner registered it; it holds when the head has signed the proposal."""

    __tablename__ = "outside_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    number: Mapped[str] = mapped_column(String(128))
    dated_on: Mapped[dt.date]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
