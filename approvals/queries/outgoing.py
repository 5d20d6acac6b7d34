"""What a mail or a text message says, to whom, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from approvals.models.traces import Notification
from departments.models.people import Account


@dataclass(frozen=True)
class Outgoing:
    """A line of somebody's bell with the address it also goes to; `key` names the message for good.

    `is_wanted`: nobody is written to who has left.
    """

    key: str
    code: str
    params: Mapping[str, Any]
    name: str
    name_en: str
    email: str
    phone: str
    locale: str
    is_wanted: bool


_LINE = (
    select(
        Notification.key, Notification.code, Notification.params, Account.name, Account.name_en, Account.email,
        Account.phone, Account.locale, Account.is_active,
    )
    .join(Account, Account.id == Notification.account_id)
    .where(Notification.id == bindparam("line"))
)  # fmt: skip


def outgoing(session: Session, notification_id: int) -> Outgoing:
    """The line and its person as they are now: an address may have changed since it was written."""
    return Outgoing(*session.execute(_LINE, {"line": notification_id}).one())
