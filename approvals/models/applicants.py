"""The enterprise, its members and its projects."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.package import Scope


class Enterprise(Base, WithPublicId):
    """An applicant with a unified social credit code (both check digits, GB 32100-2015)."""

    __tablename__ = "enterprise"

    id: Mapped[int] = mapped_column(primary_key=True)
    uscc: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    legal_representative: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    contact_name: Mapped[str] = mapped_column(String(64), default="", server_default="")
    code_mark: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """Why the code is to be looked at again: an old registration number or code was given, or a check did not hold."""
    created_at: Mapped[dt.datetime]
    online_service_at: Mapped[dt.datetime | None]
    """Since when it agrees to be served in its account here (民事诉讼法 90 by analogy); None: on paper only."""


class Member(Base):
    """An account that may act for an enterprise."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("account_id", "enterprise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    role: Mapped[str] = mapped_column(String(16), default="owner")
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    """An agent's power of attorney; every other member has none."""


class Project(Base, WithPublicId):
    """A construction project or a shop to open; its project code may come later."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("package_id", "package_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    theme_code: Mapped[str] = mapped_column(String(32))
    code: Mapped[str | None] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    place: Mapped[str] = mapped_column(String(255), default="")
    longitude: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float | None] = mapped_column(Float)
    investment_wan: Mapped[float | None] = mapped_column(Float)
    land_area_m2: Mapped[float | None] = mapped_column(Float)
    steward_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    green_channel: Mapped[str] = mapped_column(String(255), default="")
    opens_on: Mapped[dt.date | None]
    """The day its owner wants to open; the stages are counted back from it."""
    own_days: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Natural days the owner needs before filing a stage, by stage code."""
    created_at: Mapped[dt.datetime]
    package_id: Mapped[int | None] = mapped_column(ForeignKey("project_package.id"))
    package_no: Mapped[int | None]
    """Its place in the package; 0 is the package itself, whose filings are decided for all members at once."""
    left_package_on: Mapped[dt.date | None]


class ProjectPackage(Base, WithPublicId):
    """Similar projects that are applied for together (捆绑打包); `reason` says what makes them similar."""

    __tablename__ = "project_package"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name_zh: Mapped[str] = mapped_column(String(128))
    theme_code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(255))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[dt.datetime]


class PackageItem(Base):
    """Whether an item of a package is decided once for all members or for each; without a row the rule of its kind holds."""

    __tablename__ = "package_item"
    __table_args__ = (UniqueConstraint("package_id", "item_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("project_package.id"))
    item_code: Mapped[str] = mapped_column(String(32))
    scope: Mapped[Scope] = mapped_column(by_value(Scope, 16))
    chosen_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    chosen_at: Mapped[dt.datetime]


class KeyProject(Base):
    """A line of the list of key projects; a project with this code takes the green channel, now or when it is set up."""

    __tablename__ = "key_project"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    reason: Mapped[str] = mapped_column(String(255))
    listed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    listed_at: Mapped[dt.datetime]
