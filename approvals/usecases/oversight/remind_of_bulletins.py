"""Every morning: supervisors whose bulletin is nearly due, or overdue, find a line in their bell; once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.bulletin import Month
from approvals.models.traces import Notification
from approvals.queries.bulletin_figures import moments
from approvals.queries.bulletins import Owed, owed
from approvals.queries.scope import line_of
from approvals.usecases.claims import Claim, settle
from departments.domain.actor import Actor, Role
from departments.models.people import Account, Post
from departments.queries.calendar import load_calendar


def remind_of_bulletins(*, claim: Claim | None = None, actor: Actor, now: dt.datetime) -> int:
    """Returns how many lines were added: from the last working day before the tenth on, and one more after it.

    A morning that nobody worked in is made up for by the next; a bulletin that is out calls for nothing.
    """
    today = local_day(now)
    month = Month.before(today)
    with unit_of_work() as session:
        settle(session, claim, now)
        if today < month.remind_on(load_calendar(session)):
            return 0
        missing = owed(session, month, true(), moments(month)[1])
        return sum(
            _tell(session, one, "bulletin_late" if one.is_late(today) else "bulletin_due", now) for one in missing
        )


def _tell(session: Session, one: Owed, code: str, now: dt.datetime) -> int:
    keys = {f"{code}:{one.place.id}:{one.month}:{id_}": id_ for id_ in _supervisors(session, one.place.id)}
    told = set(session.scalars(select(Notification.key).where(Notification.key.in_(list(keys)))))
    names = {"name_zh": one.place.name_zh, "name_en": one.place.name_en}
    params = {"place": names, "month": str(one.month), "publish_by": one.month.publish_by.isoformat()}
    lines = [
        Notification(key=key, account_id=id_, code=code, params=params, created_at=now)
        for key, id_ in keys.items()
        if key not in told
    ]
    session.add_all(lines)
    return len(lines)


def _supervisors(session: Session, division_id: int) -> Sequence[int]:
    """The active supervisors whose posts reach the division."""
    own = or_(Post.division_id.in_(line_of(division_id)), Post.division_id.is_(None))
    seats = select(Post.account_id).where(Post.role == Role.SUPERVISOR, own)
    return session.scalars(
        select(Account.id).where(Account.id.in_(seats), Account.is_active).order_by(Account.id)
    ).all()
