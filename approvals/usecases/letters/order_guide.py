"""Somebody wants a service guide on paper: it is printed once for all, and kept."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.models.intake import GuidePrint
from approvals.usecases.journal import post
from approvals.usecases.letters.once_more import round_again
from approvals.usecases.turns import DRAFTS
from departments.domain.actor import Actor


def digest_of(page: str) -> str:
    """The name of a print: SHA-256 of the page it is made from."""
    return hashlib.sha256(page.encode()).hexdigest()


def order_guide(*, page: str, name: str, actor: Actor, now: dt.datetime) -> None:
    """Ask the paper worker for this page as PDF; asked again while it waits or is there, nothing more is done; what
    could not be made is tried again.

    It stands behind every letter, with the drafts: somebody waits for it at a browser.
    """
    with unit_of_work() as session:
        digest = digest_of(page)
        known = session.scalar(select(GuidePrint).where(GuidePrint.digest == digest))
        if known is not None:
            round_again(session, "guide", known, now)
            return
        row = _kept(session, GuidePrint(digest=digest, name=name, page=page, ordered_at=now))
        if row is not None:
            post(
                session,
                queue="paper",
                kind="guide",
                key=f"guide:{row.public_id}",
                now=now,
                turn=DRAFTS,
                guide_id=row.id,
            )


def _kept(session: Session, row: GuidePrint) -> GuidePrint | None:
    """None when another visitor ordered the same at this moment."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return None
    return row
