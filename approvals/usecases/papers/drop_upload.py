"""A person does not want to send the rest: the upload is forgotten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete

from app.foundation.unit_of_work import unit_of_work
from approvals.models.uploads import Upload
from departments.domain.actor import Actor


def drop_upload(*, upload: str, actor: Actor, now: dt.datetime) -> None:
    """Forget the actor's own upload; one that is gone already stays gone."""
    with unit_of_work() as session:
        mine = (Upload.public_id == upload, Upload.account_id == actor.account_id)
        session.execute(delete(Upload).where(*mine))
