"""A person has read the bell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import NotAllowed
from approvals.models.traces import Notification
from departments.domain.actor import Actor


def read_notifications(*, ids: Collection[int] | None, actor: Actor, now: dt.datetime) -> int:
    """Mark lines of the actor's own bell as read (None = all of them); the number marked. Foreign ids are ignored."""
    if actor.account_id is None:
        raise NotAllowed("not_allowed")
    statement = update(Notification).where(Notification.account_id == actor.account_id, Notification.read_at.is_(None))
    if ids is not None:
        statement = statement.where(Notification.id.in_(ids))
    with unit_of_work() as session:
        return len(session.scalars(statement.values(read_at=now).returning(Notification.id)).all())
