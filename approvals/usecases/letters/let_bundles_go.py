"""Bundles can be made again at any time: old ones, and those that a newer one took the place of, are let go."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sqlalchemy import delete, func, or_, select

from app.foundation.unit_of_work import unit_of_work
from approvals.models.bundles import Bundle
from departments.domain.actor import Actor

KEPT = dt.timedelta(days=30)
SUPERSEDED = dt.timedelta(days=1)
"""A link that somebody has just opened still works, also when the next bundle is there."""
AT_ONCE = 100


class Shelf(Protocol):
    """Where the files lie."""

    def forget(self, sha256: str) -> None: ...


def let_bundles_go(*, shelf: Shelf, limit: int = AT_ONCE, actor: Actor, now: dt.datetime) -> int:
    """Let one portion go; returns how many, less than `limit` at the end. The rows go first, then the files.

    A process that dies between the two leaves files that nobody finds: they take room, and do no harm.
    """
    newest = select(func.max(Bundle.id)).group_by(Bundle.case_id)
    with unit_of_work() as session:
        gone = session.execute(
            select(Bundle.id, Bundle.pdf_sha256, Bundle.zip_sha256)
            .where(
                or_(
                    Bundle.ordered_at < now - KEPT,
                    (Bundle.ordered_at < now - SUPERSEDED) & Bundle.id.not_in(newest),
                )
            )
            .order_by(Bundle.id)
            .limit(limit)
        ).all()
        session.execute(delete(Bundle).where(Bundle.id.in_([row.id for row in gone])))
        files = {sha256 for row in gone for sha256 in (row.pdf_sha256, row.zip_sha256) if sha256}
        still = set(session.scalars(select(Bundle.pdf_sha256).where(Bundle.pdf_sha256.in_(files))))
        still |= set(session.scalars(select(Bundle.zip_sha256).where(Bundle.zip_sha256.in_(files))))
    for sha256 in files - still:
        shelf.forget(sha256)
    return len(gone)
