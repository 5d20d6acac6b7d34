"""The enterprise says of items whether the package is decided on once, or each of its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.package import Scope
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid
from approvals.models.applicants import PackageItem
from approvals.queries.packages import find_package
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue


def choose_scopes(*, package: str, scopes: Mapping[str, Scope], actor: Actor, now: dt.datetime) -> None:
    """Keep it for the filings to come; what was filed stays as it was filed. The same choice twice is one.

    Raises NotFound for a foreign package, Invalid for an item that the catalogue does not have.
    """
    with unit_of_work() as session:
        found, whole = find_package(session, package, actor, lock=True)
        require_mandate(actor, found.enterprise_id, whole.id)
        known = current_catalogue(session).catalogue.items
        if unknown := [code for code in scopes if code not in known]:
            raise Invalid({code: ("not_offered", {}) for code in unknown})
        rows = session.scalars(select(PackageItem).where(PackageItem.package_id == found.id))
        there = {row.item_code: row for row in rows}
        for code, scope in scopes.items():
            row = there.get(code)
            if row is None:
                session.add(
                    PackageItem(
                        package_id=found.id, item_code=code, scope=scope, chosen_by=actor.account_id, chosen_at=now
                    )
                )
            elif row.scope is not scope:
                row.scope, row.chosen_by, row.chosen_at = scope, actor.account_id or 0, now
