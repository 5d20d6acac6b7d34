"""Who signs in, and which department an officer belongs to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base, WithPublicId, by_value
from departments.domain.actor import Role


class Division(Base):
    """An administrative division (行政区划): province, city, district, street, grid cell, as a tree."""

    __tablename__ = "division"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(15), unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    level: Mapped[str] = mapped_column(String(16))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))


class Department(Base, WithPublicId):
    """An examining department of a division, and the organ (authority) that seals for it."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("division_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    code: Mapped[str] = mapped_column(String(16))
    name_zh: Mapped[str]
    name_en: Mapped[str]
    organ_zh: Mapped[str]
    organ_en: Mapped[str]
    level: Mapped[str] = mapped_column(String(16))
    reconsideration: Mapped[list[Any]]
    court: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    address: Mapped[str] = mapped_column(default="")


class Account(Base, WithPublicId):
    """A sign-in. Personal values live here alone, so that erasing them breaks no event chain."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(64))
    name_en: Mapped[str] = mapped_column(String(64), default="")
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(16), default="zh_Hans_CN")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime]
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    """Sealed with a key of the installation; without `totp_confirmed_at` it is an enrolment that was begun."""
    totp_confirmed_at: Mapped[dt.datetime | None]
    totp_last_step: Mapped[int | None]
    """The newest half minute whose code was used: no code opens twice (RFC 6238, 5.2)."""


class RecoveryCode(Base):
    """A code for the day the telephone is lost: a keyed hash, good for one use."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[dt.datetime | None]


class Post(Base):
    """A role an account holds, in a department where the role has one."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("account_id", "role", "department_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(by_value(Role))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))


class SignInSession(Base):
    """A server-side session: the browser holds a random token, the row its hash."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class FailedSignIn(Base):
    """A failed attempt by user name, kept for throttling across processes."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (CheckConstraint("username <> ''", name="username_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[dt.datetime]
