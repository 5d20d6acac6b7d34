"""Files on their way: what a browser sends in pieces, until a verb takes the whole or the day passes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId


class Upload(Base, WithPublicId):
    """One file sent in pieces for one paper; sizes in bytes. The public id is also the name of its bytes on the disk."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("received >= 0 AND received <= declared_size", name="within_size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    material_code: Mapped[str] = mapped_column(String(16))
    display_name: Mapped[str] = mapped_column(String(255))
    declared_size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
