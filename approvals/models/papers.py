"""Distinct papers of a case, their versions and verdicts, promises and the one-time notice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import LineState, NoticeState, PromiseKind, Scan, Supply, Verdict


class StoredFile(Base, WithPublicId):
    """Bytes under their SHA-256; the display name is only shown, never a path."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(64))
    display_name: Mapped[str] = mapped_column(String(255))
    stored_at: Mapped[dt.datetime]
    scan: Mapped[Scan] = mapped_column(by_value(Scan), default=Scan.CLEAN, server_default=Scan.CLEAN.value)
    scan_note: Mapped[str] = mapped_column(String(255), default="", server_default="")


class CaseMaterial(Base, WithPublicId):
    """One distinct paper of a case, shared by every track that wants it."""

    __tablename__ = "case_material"
    __table_args__ = (UniqueConstraint("case_id", "material_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    material_code: Mapped[str] = mapped_column(String(16))
    is_required: Mapped[bool]
    supply: Mapped[Supply] = mapped_column(by_value(Supply))
    source_note: Mapped[str] = mapped_column(String(255), default="")


class MaterialDemand(Base):
    """A track wants a paper (from the catalogue, fixed when the case is filed)."""

    __tablename__ = "material_demand"
    __table_args__ = (UniqueConstraint("track_id", "case_material_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    case_material_id: Mapped[int] = mapped_column(ForeignKey("case_material.id"), index=True)
    is_required: Mapped[bool]
    is_upstream: Mapped[bool] = mapped_column(default=False)
    is_committed: Mapped[bool] = mapped_column(default=False)
    """A notification-commitment stands in its place (告知承诺): it is not required any more."""
    deferral_wd: Mapped[int | None]


class MaterialVersion(Base):
    """One version of a paper: an upload, or an issued document handed downstream.

    `file_id` is its first file; further ones are rows of `MaterialFile`. A barred version (a file of it is infected)
    counts as if it had never come.
    """

    __tablename__ = "material_version"
    __table_args__ = (UniqueConstraint("case_material_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_material_id: Mapped[int] = mapped_column(ForeignKey("case_material.id"), index=True)
    number: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    supplied_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    supplied_at: Mapped[dt.datetime]
    is_barred: Mapped[bool] = mapped_column(default=False, server_default=false())
    source: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Empty: handed in for this case. Else taken over: from the enterprise file, an earlier case, an issued document, or
    another organ's register."""
    source_note: Mapped[str] = mapped_column(String(255), default="", server_default="")
    source_on: Mapped[dt.date | None]


class MaterialFile(Base):
    """A further file of a version; `position` 2 follows the version's own `file_id`."""

    __tablename__ = "material_file"
    __table_args__ = (UniqueConstraint("material_version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    material_version_id: Mapped[int] = mapped_column(ForeignKey("material_version.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)


class MaterialVerdict(Base):
    """What an officer says of one version for one item; the latest row per (track, version) holds."""

    __tablename__ = "material_verdict"
    __table_args__ = (UniqueConstraint("track_id", "material_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    material_version_id: Mapped[int] = mapped_column(ForeignKey("material_version.id"))
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    comment: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[dt.datetime]


class PromiseChoice(Base):
    """What the applicant chose in a draft: a day for a deferred paper, or a commitment in place of a proof or an item."""

    __tablename__ = "promise_choice"
    __table_args__ = (UniqueConstraint("case_id", "item_code", "material_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    item_code: Mapped[str] = mapped_column(String(16))
    material_code: Mapped[str] = mapped_column(String(16))
    """Empty: the whole item."""
    kind: Mapped[PromiseKind] = mapped_column(by_value(PromiseKind, 16))
    days_wd: Mapped[int | None]


class Commitment(Base, WithPublicId):
    """A signed promise: a deferral (容缺受理承诺书) or a notification-commitment (告知承诺书), never both in one.

    `letter_version` and `letter_hash` (of its facts) say what was signed; `signer_name`, `sign_method` and `signed_at`
    by whom and how.
    """

    __tablename__ = "commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    """Who promised; it answers for it even when the project has another applicant by now. None: that of the project."""
    kind: Mapped[str] = mapped_column(String(16), default="deferral")
    signed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[dt.datetime]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    letter_version: Mapped[str] = mapped_column(String(32), default="")
    letter_hash: Mapped[str] = mapped_column(String(64), default="")
    signer_name: Mapped[str] = mapped_column(String(64), default="")
    sign_method: Mapped[str] = mapped_column(String(16), default="")


class CommitmentLine(Base):
    """One paper owed to one item, with its own day (≤ the item's committed limit), or a proof or an item vouched for.

    `version_id` is the evidence: the version that came in time. A broken line is settled by a person: it ends its item,
    or force majeure gives it a new day (`first_due_on` keeps the old one).
    """

    __tablename__ = "commitment_line"
    __table_args__ = (
        UniqueConstraint("commitment_id", "case_material_id", "track_id"),
        Index(
            "ix_commitment_line_open",
            "due_on",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    case_material_id: Mapped[int | None] = mapped_column(ForeignKey("case_material.id"))
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    days_wd: Mapped[int]
    due_on: Mapped[dt.date | None]
    kept_on: Mapped[dt.date | None]
    state: Mapped[LineState] = mapped_column(by_value(LineState))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("material_version.id"))
    first_due_on: Mapped[dt.date | None]
    settlement: Mapped[str] = mapped_column(String(16), default="")
    settled_on: Mapped[dt.date | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settlement_note: Mapped[str] = mapped_column(Text, default="")


class CorrectionNotice(Base, WithPublicId):
    """The one-time notice (Art. 32(4)); a case has at most one open."""

    __tablename__ = "correction_notice"
    __table_args__ = (
        Index(
            "uq_correction_notice_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"))
    state: Mapped[NoticeState] = mapped_column(by_value(NoticeState))
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_on: Mapped[dt.date]
    respond_by: Mapped[dt.date]
    answered_at: Mapped[dt.datetime | None]


class CorrectionLine(Base):
    """One gap of the notice: a paper, what is wrong, what is asked."""

    __tablename__ = "correction_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("correction_notice.id"), index=True)
    case_material_id: Mapped[int] = mapped_column(ForeignKey("case_material.id"))
    defect: Mapped[str] = mapped_column(Text)
    requirement: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """The departments that ask for it, by id; none: the window alone."""
    answered_at: Mapped[dt.datetime | None]
