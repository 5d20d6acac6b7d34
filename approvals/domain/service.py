"""Service of a document (送达), by analogy with 民事诉讼法 87-95: what each way must say, and when the document arrived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from approvals.domain.refusals import Invalid, Refusal

ONLINE, HAND, LEFT, POST, NOTICE = "online", "hand", "left", "post", "notice"
METHODS = (ONLINE, HAND, LEFT, POST, NOTICE)
NOTICE_DAYS = 30
"""Natural days after which a published document counts as served (民事诉讼法 95)."""
CHANNEL = "并联审批平台企业账户"
DEMANDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ONLINE: (),
        HAND: ("receiver", "place", "second_server"),
        LEFT: ("refusal", "place", "second_server"),
        POST: ("receiver", "carrier", "tracking_no", "arrived_at"),
        NOTICE: ("channel", "arrived_at"),
    }
)
"""What a proof cannot be without, by the way of service."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """How a document was served. `arrived_at`: when it was received, left or published, in UTC; online the house knows.

    `relation`: whose hand took it, where it was not the addressee's own.
    """

    method: str
    receiver: str = ""
    arrived_at: dt.datetime | None = None
    place: str = ""
    relation: str = ""
    refusal: str = ""
    witnesses: str = ""
    is_recorded: bool = False
    second_server: str = ""
    carrier: str = ""
    tracking_no: str = ""
    channel: str = ""
    remark: str = ""


def check_service(
    service: Service,
    *,
    issued_at: dt.datetime,
    server: str,
    now: dt.datetime,
    made_at: dt.datetime | None = None,
) -> None:
    """Raise Invalid naming every element that is missing, and a moment that cannot be.

    `made_at`: when the day of a result began that another system made; that system may have served it since.
    """
    if service.method not in METHODS:
        raise Invalid({"method": ("not_offered", {})})
    errors: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("required", {})
        for name in DEMANDED[service.method]
        if not getattr(service, name) or not str(getattr(service, name)).strip()
    }
    if service.method == LEFT and not service.witnesses.strip() and not service.is_recorded:
        errors["witnesses"] = ("witness_or_record", {})
    if service.second_server.strip() and service.second_server.strip() == server:
        errors["second_server"] = ("second_server_is_you", {})
    if service.arrived_at is not None and service.arrived_at > now:
        errors["arrived_at"] = ("future_day", {})
    first = (made_at or issued_at).replace(second=0, microsecond=0)
    if service.arrived_at is not None and service.arrived_at < first:
        errors["arrived_at"] = ("served_before_made" if made_at else "served_before_issue", {})
    if errors:
        raise Invalid(errors)


def served_at(
    service: Service, *, issued_at: dt.datetime, agreed_at: dt.datetime | None, now: dt.datetime
) -> dt.datetime:
    """The moment of arrival: online when the account could see it (90), by notice when its thirty days are over (95).

    Raises Refusal 'no_online_consent' where the addressee has not agreed to be served online.
    """
    if service.method == ONLINE:
        if agreed_at is None or agreed_at > now:
            raise Refusal("no_online_consent", field="method")
        return max(issued_at, agreed_at)
    arrived = service.arrived_at or now
    return arrived + dt.timedelta(days=NOTICE_DAYS) if service.method == NOTICE else arrived


def account_counts_from(agreed_at: dt.datetime | None, taken_over_at: dt.datetime | None) -> dt.datetime | None:
    """Since when what lies in the account of the applicant has arrived: it agreed, and the project is its own by then."""
    return max(agreed_at, taken_over_at) if agreed_at is not None and taken_over_at is not None else agreed_at


def first_arrival(
    *,
    issued_at: dt.datetime | None,
    served_at: dt.datetime | None,
    opened_at: dt.datetime | None,
    agreed_at: dt.datetime | None,
) -> dt.datetime | None:
    """When the addressee had the letter: served with proof, downloaded, or in the account of one that agreed to be served
    there (90), whichever came first. None while it has not arrived.
    """
    online = max(issued_at, agreed_at) if issued_at is not None and agreed_at is not None else None
    return min((moment for moment in (served_at, opened_at, online) if moment is not None), default=None)
