"""Filing and publishing take turns, so that no case is born under a calendar that is just being replaced.

Whoever publishes locks every case that exists. A case that is filed for the first time meanwhile, from a draft made after
that, is none of them: it would keep days of the old calendar, and nobody would look at them again.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

_KEY = 20040501
"""Any number no other turn uses; SQLite has one writer at a time and needs none."""
_SHARED = text("SELECT pg_advisory_xact_lock_shared(:key)")
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")


def hold_calendar(session: Session) -> None:
    """Until this transaction ends nobody publishes; any number may file. Asked after the case is locked, before the
    calendar is read: the publisher too locks cases first, so that nobody waits in a circle."""
    _take(session, _SHARED)


def take_calendar(session: Session) -> None:
    """Wait for whoever files just now, and let nobody file until this transaction ends."""
    _take(session, _ALONE)


def _take(session: Session, lock: TextClause) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(lock, {"key": _KEY})
