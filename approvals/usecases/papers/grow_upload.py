"""A piece of a file has arrived and lies on the disk: the file is that much longer."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CursorResult, update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.models.uploads import Upload
from departments.domain.actor import Actor


def grow_upload(*, upload: str, offset: int, by: int, actor: Actor, now: dt.datetime) -> int:
    """Add `by` bytes behind `offset`; returns the new length. Raises Refusal 'upload_busy' when it is not there any more."""
    with unit_of_work() as session:
        grown = session.execute(
            update(Upload)
            .where(Upload.public_id == upload, Upload.account_id == actor.account_id, Upload.received == offset)
            .values(received=offset + by)
        )
        if not isinstance(grown, CursorResult) or grown.rowcount != 1:
            raise Refusal("upload_busy", field="file")
    return offset + by
