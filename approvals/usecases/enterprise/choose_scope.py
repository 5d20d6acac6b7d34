"""The enterprise says of an item whether the package is decided on once, or each of its members."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.package import Scope
from approvals.domain.permissions import require_mandate
from approvals.models.applicants import PackageItem
from approvals.queries.packages import find_package
from departments.domain.actor import Actor
from departments.domain.catalogue import UnknownCode
from departments.queries.catalogue import current_catalogue


def choose_scope(*, package: str, item: str, scope: Scope, actor: Actor, now: dt.datetime) -> None:
    """Keep it for the filings to come; what was filed stays as it was filed.

    Raises NotFound for a foreign package, UnknownCode for an item the catalogue does not have.
    """
    with unit_of_work() as session:
        found, whole = find_package(session, package, actor, lock=True)
        require_mandate(actor, found.enterprise_id, whole.id)
        if item not in current_catalogue(session).catalogue.items:
            raise UnknownCode("item", item)
        row = session.scalar(
            select(PackageItem).where(PackageItem.package_id == found.id, PackageItem.item_code == item)
        )
        if row is None:
            row = PackageItem(package_id=found.id, item_code=item)
            session.add(row)
        row.scope, row.chosen_by, row.chosen_at = scope, actor.account_id or 0, now
