"""What a mail or a text message says, to whom, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.models.traces import Notification
from departments.models.people import Account


@dataclass(frozen=True)
class Outgoing:
    """A line of somebody's bell with the address it also goes to; `key` names the message for good."""

    key: str
    code: str
    params: Mapping[str, Any]
    name: str
    name_en: str
    email: str
    phone: str
    locale: str
    is_active: bool


def outgoing(session: Session, notification_id: int) -> Outgoing:
    """The line and its person as they are now: an address may have changed since it was written."""
    line, account = session.execute(
        select(Notification, Account)
        .join(Account, Account.id == Notification.account_id)
        .where(Notification.id == notification_id)
    ).one()
    return Outgoing(
        line.key, line.code, line.params, account.name, account.name_en, account.email, account.phone, account.locale,
        account.is_active,
    )  # fmt: skip
