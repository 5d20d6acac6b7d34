"""A sanction established elsewhere goes on the enterprise's credit record: until it is repaired, it may not promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.credit import BAN_YEARS, LONGEST_REASON, RECORDED_BY_HAND, CreditKind, last_day
from approvals.domain.refusals import Invalid, NotAllowed, NotFound
from approvals.models.applicants import Enterprise
from approvals.models.credit import CreditRecord
from approvals.queries.credit import find_enterprise
from departments.domain.actor import Actor
from departments.domain.permissions import may
from departments.queries.catalogue import current_catalogue


def record_sanction(
    *,
    uscc: str,
    kind: str,
    reason: str,
    source: str,
    recorded_on: dt.date,
    until_on: dt.date | None,
    actor: Actor,
    now: dt.datetime,
    items: Collection[str] = (),
) -> str:
    """Record a sanction or a ban of `recorded_on` (告知承诺 and 容缺 are closed to it); returns the entry's public id.

    A ban counts as long as the law says (行政许可法 78, 79), for the licences named in `items` (codes; none: every
    licence); a sanction until `until_on` or its repair. The same entry
    sent twice is the one that exists. Raises Invalid field by field, NotAllowed.
    """
    if not may(actor, "supervise"):
        raise NotAllowed("supervise_only")
    _check(kind, reason, recorded_on, local_day(now))
    named = sorted(set(items)) if CreditKind(kind) in BAN_YEARS else []
    until_on = last_day(CreditKind(kind), recorded_on, until_on)
    with unit_of_work() as session:
        enterprise = _enterprise(session, uscc, actor)
        _known(session, named)
        same = {
            "enterprise_id": enterprise.id, "kind": CreditKind(kind), "recorded_on": recorded_on, "reason": reason,
            "source": source, "until_on": until_on,
        }  # fmt: skip
        return _entered(session, same, named, actor, now)


def _entered(session: Session, same: dict[str, Any], named: list[str], actor: Actor, now: dt.datetime) -> str:
    for there in session.scalars(select(CreditRecord).filter_by(**same, repaired_on=None)):
        if sorted(there.items) == named:
            return there.public_id
    entry = CreditRecord(**same, items=named, recorded_at=now, recorded_by=actor.account_id)
    session.add(entry)
    session.flush()
    return entry.public_id


def _enterprise(session: Session, uscc: str, actor: Actor) -> Enterprise:
    try:
        return find_enterprise(session, uscc, actor)
    except NotFound:
        raise Invalid({"uscc": ("enterprise_unknown", {})}) from None


def _known(session: Session, items: Collection[str]) -> None:
    catalogue = current_catalogue(session).catalogue if items else None
    unknown = [code for code in items if catalogue is not None and code not in catalogue.items]
    if unknown:
        raise Invalid({"items": ("item_unknown", {"codes": unknown})})


def _check(kind: str, reason: str, recorded_on: dt.date, today: dt.date) -> None:
    errors: dict[str, tuple[str, dict[str, Any]]] = {}
    if kind not in RECORDED_BY_HAND:
        errors["kind"] = ("not_offered", {})
    if not reason.strip():
        errors["reason"] = ("required", {})
    if len(reason) > LONGEST_REASON:
        errors["reason"] = ("too_long", {"most": LONGEST_REASON})
    if recorded_on > today:
        errors["recorded_on"] = ("future_day", {})
    if errors:
        raise Invalid(errors)
