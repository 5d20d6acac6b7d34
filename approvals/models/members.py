"""Who may act for an enterprise, on what paper, and what was changed in its file by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class Mandate(Base, WithPublicId):
    """A power of attorney (授权委托书): until which day, and for which projects; no project named means all of them."""

    __tablename__ = "mandate"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    valid_until: Mapped[dt.date]
    project_ids: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[dt.datetime]


class Invitation(Base, WithPublicId):
    """A way into an enterprise, good once and for some days; the link carries a token of which this is the hash.

    `account_id`: only this account may come in by it.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    used_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]


class EnterpriseChange(Base):
    """One change of an enterprise's file: `old` and `new` values by field, or the member it is about."""

    __tablename__ = "enterprise_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    old: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    new: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime]
