"""What nobody finished sending in its time vanishes: the row first, then the bytes; never half a file is left."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sqlalchemy import delete, select

from app.foundation.unit_of_work import unit_of_work
from approvals.models.uploads import Upload
from approvals.queries.uploads import known_uploads
from departments.domain.actor import Actor

AT_ONCE = 500
YOUNG = dt.timedelta(hours=1)
"""A file is opened before its row is written, and dropped after its row: in between it may look lost."""


class Folder(Protocol):
    """The bytes of uploads."""

    def there(self, before: dt.datetime) -> list[str]: ...
    def drop(self, upload: str) -> None: ...


def let_uploads_go(*, folder: Folder, actor: Actor, now: dt.datetime) -> int:
    """Drop one portion of the uploads whose time is over, and every file that has no row; returns how many went."""
    with unit_of_work() as session:
        over = session.scalars(
            select(Upload.public_id).where(Upload.expires_at <= now).order_by(Upload.id).limit(AT_ONCE)
        ).all()
        session.execute(delete(Upload).where(Upload.public_id.in_(over)))
    lost = folder.there(now - YOUNG)
    with unit_of_work() as session:
        known = known_uploads(session, lost)
    gone = {*over, *(name for name in lost if name not in known)}
    for name in gone:
        folder.drop(name)
    return len(gone)
